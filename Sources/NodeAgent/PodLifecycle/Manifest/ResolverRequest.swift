import JSON

/// What a pod says of its resolver.
public struct ResolverRequest: Sendable, Hashable {
    /// `ClusterFirst`, `ClusterFirstWithHostNet`, `Default`, `None`.
    public var policy: String
    public var servers: [String]
    public var searches: [String]
    /// `ndots:2`.
    public var options: [String]

    init(_ spec: JSONValue?) {
        policy = spec?["dnsPolicy"]?.string ?? "ClusterFirst"
        let config = spec?["dnsConfig"]
        servers = config?["nameservers"]?.elements.compactMap(\.string) ?? []
        searches = config?["searches"]?.elements.compactMap(\.string) ?? []
        options =
            config?["options"]?.elements.map { option in
                let name = option["name"]?.string ?? ""
                return option["value"]?.string.map { "\(name):\($0)" } ?? name
            } ?? []
    }

    /// A request by its parts.
    public init(
        policy: String, servers: [String] = [], searches: [String] = [], options: [String] = []
    ) {
        self.policy = policy
        self.servers = servers
        self.searches = searches
        self.options = options
    }
}
