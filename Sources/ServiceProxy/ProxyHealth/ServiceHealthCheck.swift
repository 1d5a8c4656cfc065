import ServiceModel

/// What the health check port of one Service answers.
public struct ServiceHealthCheck: Hashable, Sendable {
    /// The Service.
    public var service: ServiceKey
    /// `healthCheckNodePort`.
    public var port: UInt16
    /// How many of its ready endpoints are on this node.
    public var localEndpoints: Int

    /// An answer.
    public init(service: ServiceKey, port: UInt16, localEndpoints: Int) {
        self.service = service
        self.port = port
        self.localEndpoints = localEndpoints
    }
}
