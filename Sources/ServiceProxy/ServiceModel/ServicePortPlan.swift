import NetworkAddress

/// What one port of a Service does with a packet, in one address family.
public struct ServicePortPlan: Hashable, Sendable {
    /// Which port of which Service.
    public var name: ServicePortName
    /// Where it is reached, ascending; each target once.
    public var frontends: [Frontend]
    /// Who gets new connections, with equal chances, ascending. Empty: connections are rejected.
    public var endpoints: [SocketEndpoint]
    /// Endpoints that may live on this node, and so may reach themselves; ascending.
    public var hairpins: [IPAddress]
    /// How long a client stays with its endpoint, in seconds; nil without affinity.
    public var affinityTimeoutSeconds: Int?

    /// A plan from its parts.
    public init(
        name: ServicePortName, frontends: [Frontend], endpoints: [SocketEndpoint],
        hairpins: [IPAddress] = [], affinityTimeoutSeconds: Int? = nil
    ) {
        self.name = name
        self.frontends = frontends
        self.endpoints = endpoints
        self.hairpins = hairpins
        self.affinityTimeoutSeconds = affinityTimeoutSeconds
    }
}
