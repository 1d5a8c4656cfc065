import JSON

/// What a container's resolver should be told: `dns` of a configuration or a result.
public struct DNSSettings: Hashable, Sendable {
    /// Addresses of servers, in order.
    public var nameservers: [String] = []
    /// The local domain.
    public var domain: String?
    /// Domains to search, in order.
    public var search: [String] = []
    /// Options of `resolv.conf`.
    public var options: [String] = []

    /// No settings.
    public init() {}

    /// Decodes `dns`; absent is empty.
    public init(_ field: ConfigurationField) throws(CNIError) {
        try field.requireObject()
        nameservers = try field["nameservers"].strings()
        domain = try field["domain"].string()
        search = try field["search"].strings()
        options = try field["options"].strings()
    }

    /// Whether nothing is said.
    public var isEmpty: Bool {
        nameservers.isEmpty && (domain ?? "").isEmpty && search.isEmpty && options.isEmpty
    }

    /// The JSON of a configuration or result.
    public var json: JSON {
        var object = JSONObject()
        if !nameservers.isEmpty { object.add("nameservers", .strings(nameservers)) }
        if let domain, !domain.isEmpty { object.add("domain", .string(domain)) }
        if !search.isEmpty { object.add("search", .strings(search)) }
        if !options.isEmpty { object.add("options", .strings(options)) }
        return .object(object)
    }
}
