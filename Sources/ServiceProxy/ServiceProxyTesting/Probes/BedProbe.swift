import NetworkAddress

/// A connection to be tried.
public struct BedProbe: Hashable, Sendable, CustomStringConvertible {
    /// Who tries.
    public var from: BedHost
    /// The address.
    public var address: IPAddress
    /// The port.
    public var port: Port
    /// TCP, UDP or SCTP.
    public var transport: TransportProtocol

    /// A probe from its parts.
    public init(
        from: BedHost, to address: IPAddress, port: Port, transport: TransportProtocol
    ) {
        self.from = from
        self.address = address
        self.port = port
        self.transport = transport
    }

    /// `podA1 to 10.96.0.1:80/tcp`.
    public var description: String {
        "\(from.rawValue) to \(SocketEndpoint(address, port))/\(transport.name)"
    }
}

/// What became of a connection, as those who tried it and who answered it saw it.
public enum ProbeOutcome: Hashable, Sendable, CustomStringConvertible {
    /// Somebody answered.
    case answered(Sighting)
    /// A reset, or port unreachable.
    case refused
    /// Nothing came back.
    case silent
    /// The network says that nobody is there: the proxy let it pass.
    case unreachable
    /// Something else, by its words.
    case failed(String)

    /// `10.244.0.11:8080 saw 10.244.0.12`, `refused`.
    public var description: String {
        switch self {
        case .answered(let sighting): "\(sighting.endpoint) saw \(sighting.source)"
        case .refused: "refused"
        case .silent: "silent"
        case .unreachable: "unreachable"
        case .failed(let words): words
        }
    }
}

/// A probe's outcome, and the address that it was tried from.
public struct ProbeResult: Hashable, Sendable {
    /// The probe.
    public var probe: BedProbe
    /// The client's own address, as it knows it.
    public var source: IPAddress
    /// What became of it.
    public var outcome: ProbeOutcome
}
