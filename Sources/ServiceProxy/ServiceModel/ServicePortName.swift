import NetworkAddress

/// One port of a Service in one address family: the unit that is planned, compared and programmed.
public struct ServicePortName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The Service.
    public var service: ServiceKey
    /// The port's name; empty when the Service has only one.
    public var port: String
    /// TCP, UDP or SCTP.
    public var transport: TransportProtocol

    /// A name from its parts.
    public init(service: ServiceKey, port: String, transport: TransportProtocol) {
        self.service = service
        self.port = port
        self.transport = transport
    }

    public static func < (left: ServicePortName, right: ServicePortName) -> Bool {
        if left.service != right.service { return left.service < right.service }
        return (left.port, left.transport.number) < (right.port, right.transport.number)
    }

    /// `default/web:http/tcp`, or `default/web/tcp` for a port without a name.
    public var description: String {
        "\(service)\(port.isEmpty ? "" : ":" + port)/\(transport.name)"
    }
}
