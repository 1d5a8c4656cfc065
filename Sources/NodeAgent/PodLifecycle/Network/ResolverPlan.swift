import ContainerRuntime

/// What a pod's `/etc/resolv.conf` says.
public struct ResolverPlan: Sendable {
    /// The cluster's DNS servers.
    public var clusterServers: [String]
    /// `cluster.local`; empty for none.
    public var clusterDomain: String
    /// What the node itself uses.
    public var node: ResolverFile

    public init(clusterServers: [String], clusterDomain: String, node: ResolverFile) {
        self.clusterServers = clusterServers
        self.clusterDomain = clusterDomain
        self.node = node
    }

    /// The file of a pod.
    public func file(
        _ request: ResolverRequest, namespace: String, isHostNetwork: Bool
    ) -> ResolverFile {
        var file = base(request, namespace: namespace, isHostNetwork: isHostNetwork)
        file.servers = Self.unique(file.servers + request.servers)
        file.searches = Self.unique(file.searches + request.searches)
        for option in request.options {
            let name = option.prefix { $0 != ":" }
            file.options.removeAll { $0.prefix { $0 != ":" } == name }
            file.options.append(option)
        }
        // The limits of glibc and of the kubelet.
        file.servers = Array(file.servers.prefix(3))
        file.searches = Array(file.searches.prefix(32))
        return file
    }

    private func base(
        _ request: ResolverRequest, namespace: String, isHostNetwork: Bool
    ) -> ResolverFile {
        let isClusters =
            request.policy == "ClusterFirstWithHostNet"
            || request.policy == "ClusterFirst" && !isHostNetwork
        if request.policy == "None" { return ResolverFile() }
        guard isClusters, !clusterServers.isEmpty else { return node }
        var searches: [String] = []
        if !clusterDomain.isEmpty {
            searches = ["\(namespace).svc.\(clusterDomain)", "svc.\(clusterDomain)", clusterDomain]
        }
        return ResolverFile(
            servers: clusterServers, searches: searches + node.searches, options: ["ndots:5"])
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}

extension ResolverFile {
    /// Reads a resolver's file, as far as it is about servers, searches and options.
    public init(parsing text: String) {
        self.init()
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let first = words.first else { continue }
            switch first {
            case "nameserver": servers += words.dropFirst().prefix(1)
            case "search": searches = words.dropFirst().filter { $0 != "." }
            case "options": options = Array(words.dropFirst())
            default: break
            }
        }
    }
}
