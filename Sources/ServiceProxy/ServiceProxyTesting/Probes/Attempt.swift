import LinuxSystem
import NetworkAddress

/// One try of a probe: a socket, and what became of it.
struct Attempt: Sendable {
    let probe: BedProbe
    private let socket: PacketSocket
    private let sourcePort: Port
    private(set) var outcome: ProbeOutcome?

    /// Opens a socket in the calling thread's namespace and sends the first packet.
    ///
    /// The source port is never used twice by one prober, so that no flow of before is taken up.
    init(_ probe: BedProbe, from sourcePort: Port) throws(SystemError) {
        self.probe = probe
        self.sourcePort = sourcePort
        let family = probe.address.family
        switch probe.transport {
        case .tcp: socket = try PacketSocket(.stream, family)
        case .udp: socket = try PacketSocket(.datagram, family)
        default: socket = try PacketSocket(.raw(probe.transport.number), family)
        }
        if probe.transport != .sctp {
            try socket.bind(to: SocketEndpoint(.any(family), sourcePort))
        }
        do throws(SystemError) {
            try begin()
        } catch {
            outcome = Self.outcome(of: error.errno)
        }
    }

    private func begin() throws(SystemError) {
        let raw = probe.transport == .sctp
        try socket.connect(to: SocketEndpoint(probe.address, raw ? 0 : probe.port))
        switch probe.transport {
        case .tcp: break
        case .udp: try send(Array("?".utf8))
        default:
            let packet = SCTPPacket(
                from: sourcePort, to: probe.port, tag: UInt32(sourcePort.rawValue) << 16 | 1)
            try send(packet.bytes)
        }
    }

    /// What the node's own filter refuses shows as EPERM at once; how, the next read tells.
    private func send(_ bytes: [UInt8]) throws(SystemError) {
        do throws(SystemError) {
            try socket.send(bytes)
        } catch  where error.errno == .eperm {}
    }

    /// For a poller.
    var descriptor: Int32 { socket.descriptor }

    /// The client's own address.
    var source: IPAddress { socket.local?.address ?? .any(probe.address.family) }

    /// Whether it is over; looks at what arrived.
    mutating func look() -> Bool {
        while outcome == nil {
            do throws(SystemError) {
                guard let (bytes, _) = try socket.receive() else { return false }
                if bytes.isEmpty, probe.transport == .tcp {
                    outcome = .failed("ended without an answer")
                } else if let sighting = sighting(bytes) {
                    outcome = .answered(sighting)
                }
            } catch {
                // A connection under way has nothing to read yet.
                if error.errno == .enotconn { return false }
                outcome = Self.outcome(of: error.errno)
            }
        }
        return true
    }

    /// A raw socket hears all that its peer says to the host: only its own answer counts.
    private func sighting(_ bytes: [UInt8]) -> Sighting? {
        guard probe.transport == .sctp else { return Sighting(bytes) }
        guard let packet = SCTPPacket(received: bytes, probe.address.family),
            !packet.isBeginning, packet.destination == sourcePort, packet.source == probe.port
        else { return nil }
        return Sighting(packet.cookie)
    }

    private static func outcome(of errno: Errno) -> ProbeOutcome {
        switch errno {
        case .econnrefused, .econnreset: .refused
        case .ehostunreach, .enetunreach: .unreachable
        default: .failed(errno.description)
        }
    }
}
