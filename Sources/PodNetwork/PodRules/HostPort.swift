import NetworkAddress

/// A port of the node that leads to a pod.
public struct HostPort: Hashable, Sendable {
    /// Whose packets to the port leave with the node's address, so that the answers come back.
    public enum Masquerading: Hashable, Sendable {
        /// Nobody's: `snat` is false.
        case none
        /// Those of the pod's own network, and of the node by 127.0.0.1.
        case local
        /// Everybody's: `masqAll`.
        case all
    }

    /// The node's address that takes it; nil is each of the pod's family.
    public var hostAddress: IPAddress?
    /// The node's port.
    public var hostPort: Port
    /// TCP, UDP or SCTP.
    public var transport: TransportProtocol
    /// The pod's address, and its network.
    public var podAddress: InterfaceAddress
    /// The pod's port.
    public var podPort: Port
    /// Whose packets are masqueraded.
    public var masquerading: Masquerading
    /// The bit of a packet's mark that says so. The option `markMasqBit`.
    public var markBit: Int
    /// What else must hold of a packet. The options `conditionsV4` and `conditionsV6`.
    public var conditions: [PacketCondition]

    /// The mark's bit when the configuration names none.
    public static let defaultMarkBit = 13

    /// A port.
    public init(
        hostAddress: IPAddress? = nil, hostPort: Port, transport: TransportProtocol,
        podAddress: InterfaceAddress, podPort: Port, masquerading: Masquerading = .local,
        markBit: Int = HostPort.defaultMarkBit, conditions: [PacketCondition] = []
    ) {
        self.hostAddress = hostAddress
        self.hostPort = hostPort
        self.transport = transport
        self.podAddress = podAddress
        self.podPort = podPort
        self.masquerading = masquerading
        self.markBit = markBit
        self.conditions = conditions
    }
}

extension HostPort: CustomStringConvertible {
    /// `192.0.2.1:8080/tcp`, or `:8080/tcp` of all addresses.
    public var description: String {
        let address = hostAddress.map { $0.family == .ipv6 ? "[\($0)]" : "\($0)" } ?? ""
        return "\(address):\(hostPort)/\(transport.name)"
    }
}
