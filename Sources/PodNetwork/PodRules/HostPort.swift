import NetworkAddress

/// A port of the node that leads to a pod.
public struct HostPort: Hashable, Sendable {
    /// The node's address that takes it; nil is each of the pod's family.
    public var hostAddress: IPAddress?
    /// The node's port.
    public var hostPort: Port
    /// TCP, UDP or SCTP.
    public var transport: TransportProtocol
    /// The pod's address.
    public var podAddress: IPAddress
    /// The pod's port.
    public var podPort: Port
    /// Whether the pod itself, and the node by 127.0.0.1, are masqueraded on their way there.
    /// The option `snat`.
    public var masqueradesLocal: Bool
    /// Whether all who come are masqueraded. The option `masqAll`.
    public var masqueradesAll: Bool

    /// A port.
    public init(
        hostAddress: IPAddress? = nil, hostPort: Port, transport: TransportProtocol,
        podAddress: IPAddress, podPort: Port, masqueradesLocal: Bool = true,
        masqueradesAll: Bool = false
    ) {
        self.hostAddress = hostAddress
        self.hostPort = hostPort
        self.transport = transport
        self.podAddress = podAddress
        self.podPort = podPort
        self.masqueradesLocal = masqueradesLocal
        self.masqueradesAll = masqueradesAll
    }
}
