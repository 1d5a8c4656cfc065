import NetworkAddress

/// The first packet of a connection, as the node sees it before anything is translated.
public struct Packet: Hashable, Sendable {
    /// Where it comes from.
    public var source: IPAddress
    /// Whether a process of the node itself sent it.
    public var isFromNode: Bool
    /// The interface that it arrives by; nil when unknown, or sent by the node itself.
    public var interface: String?
    /// Whether its source is one of the node's own addresses.
    public var hasNodeSource: Bool
    /// Where it wants to go.
    public var destination: IPAddress
    /// TCP, UDP or SCTP.
    public var transport: TransportProtocol
    /// The port there.
    public var port: Port

    /// A packet from its parts.
    public init(
        source: IPAddress, isFromNode: Bool = false, interface: String? = nil,
        hasNodeSource: Bool? = nil, destination: IPAddress, transport: TransportProtocol,
        port: Port
    ) {
        self.source = source
        self.isFromNode = isFromNode
        self.interface = interface
        self.hasNodeSource = hasNodeSource ?? isFromNode
        self.destination = destination
        self.transport = transport
        self.port = port
    }
}
