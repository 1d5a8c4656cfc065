import NetworkAddress

/// What the health check port of one Service answers on the node's addresses of one family.
public struct ServiceHealthCheck: Hashable, Sendable {
    /// The Service.
    public var service: ServiceKey
    /// `healthCheckNodePort`.
    public var port: UInt16
    /// Which of the node's addresses answer so: a Service may have local endpoints in one family
    /// only.
    public var family: AddressFamily
    /// How many of its ready endpoints are on this node.
    public var localEndpoints: Int

    /// An answer.
    public init(
        service: ServiceKey, port: UInt16, family: AddressFamily = .ipv4, localEndpoints: Int
    ) {
        self.service = service
        self.port = port
        self.family = family
        self.localEndpoints = localEndpoints
    }
}
