import NetworkAddress

/// One direction of a connection, as its packets carry it.
public struct FlowTuple: Hashable, Sendable, CustomStringConvertible {
    /// Who sends.
    public var source: IPAddress
    /// To whom.
    public var destination: IPAddress
    /// The protocol above the Internet protocol.
    public var transport: TransportProtocol
    /// Nil for protocols without ports.
    public var sourcePort: Port?
    /// Nil for protocols without ports.
    public var destinationPort: Port?
    /// What ICMP has in place of ports.
    public var echo: ICMPEcho?

    /// Made of its parts.
    public init(
        source: IPAddress, destination: IPAddress, transport: TransportProtocol,
        sourcePort: Port? = nil, destinationPort: Port? = nil, echo: ICMPEcho? = nil
    ) {
        self.source = source
        self.destination = destination
        self.transport = transport
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.echo = echo
    }

    /// `udp 10.0.0.1:5000 → 10.96.0.10:53`
    public var description: String {
        "\(transport) \(Self.text(source, sourcePort)) → \(Self.text(destination, destinationPort))"
    }

    private static func text(_ address: IPAddress, _ port: Port?) -> String {
        port.map { "\(SocketEndpoint(address: address, port: $0))" } ?? "\(address)"
    }
}

/// What tells ICMP flows apart. C: CTA_PROTO_ICMP_…
public struct ICMPEcho: Hashable, Sendable {
    /// The ICMP type.
    public var type: UInt8
    /// The ICMP code.
    public var code: UInt8
    /// What tells one ping from another.
    public var identifier: UInt16

    /// Made of its parts.
    public init(type: UInt8, code: UInt8, identifier: UInt16) {
        self.type = type
        self.code = code
        self.identifier = identifier
    }
}
