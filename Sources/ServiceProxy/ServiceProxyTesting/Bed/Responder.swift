import LinuxSystem
import NetworkAddress

/// Answers for everybody in a bed, on one thread: with where the question arrived and whom it
/// seemed to come from.
final class Responder: Sendable {
    /// What listens, by the token that the poller tells.
    private enum Ear: Sendable {
        case stream(StreamListener)
        case datagram(DatagramSocket)
        case sctp(PacketSocket, IPAddress)
        case end
    }

    private let poller: EventPoller
    private let ears: [Ear]
    private let ending: EventDescriptor
    private let thread: SystemThread

    init(_ namespaces: [BedHost: NetworkNamespace]) throws {
        let poller = try EventPoller()
        let ending = try EventDescriptor()
        var ears: [Ear] = [.end]
        try poller.add(ending.descriptor, token: 0)
        for host in BedHost.responders {
            guard let namespace = namespaces[host] else { continue }
            for ear in try namespace.run({ try Self.ears(of: host) }) {
                try poller.add(Self.descriptor(ear), token: UInt64(ears.count))
                ears.append(ear)
            }
        }
        self.poller = poller
        self.ending = ending
        self.ears = ears
        let listening = ears
        thread = try SystemThread.spawn(name: "responder") {
            while let ready = try? poller.wait() {
                for one in ready {
                    if one.token == 0 { return }
                    Self.answer(listening[Int(one.token)])
                }
            }
        }
    }

    deinit {
        ending.signal()
        thread.join()
    }

    /// Opened address by address, so that answers come from the address that was asked.
    private static func ears(of host: BedHost) throws -> [Ear] {
        var ears: [Ear] = []
        for family in AddressFamily.allCases {
            for address in host.addresses(family) {
                for port in BedHost.ports {
                    let endpoint = SocketEndpoint(address, port)
                    ears.append(.stream(try StreamListener(bind: endpoint)))
                    ears.append(.datagram(try DatagramSocket(bind: endpoint)))
                }
                let raw = try PacketSocket(
                    .raw(TransportProtocol.sctp.number), family, hearsErrors: false)
                try raw.bind(to: SocketEndpoint(address, 0))
                ears.append(.sctp(raw, address))
            }
        }
        return ears
    }

    private static func descriptor(_ ear: Ear) -> Int32 {
        switch ear {
        case .stream(let listener): listener.descriptor
        case .datagram(let socket): socket.descriptor
        case .sctp(let socket, _): socket.descriptor
        case .end: -1
        }
    }

    /// What the kernel refuses here is a question that stays without an answer: the prober tells.
    private static func answer(_ ear: Ear) {
        switch ear {
        case .stream(let listener):
            while let connection = try? listener.accept(timeout: .zero) {
                guard let peer = connection.peer, let local = connection.local else { continue }
                try? connection.write(Sighting(endpoint: local, source: peer.address).bytes)
            }
        case .datagram(let socket):
            while let (_, peer) = try? socket.receive(timeout: .zero) {
                let sighting = Sighting(endpoint: socket.endpoint, source: peer.address)
                try? socket.send(sighting.bytes, to: peer)
            }
        case .sctp(let socket, let address):
            while let (bytes, peer) = try? socket.receive() {
                guard let peer, let packet = SCTPPacket(received: bytes, address.family),
                    packet.isBeginning, BedHost.ports.contains(packet.destination)
                else { continue }
                let sighting = Sighting(
                    endpoint: SocketEndpoint(address, packet.destination), source: peer.address)
                let answer = packet.acknowledged(with: sighting.bytes)
                try? socket.send(answer.bytes, to: SocketEndpoint(peer.address, 0))
            }
        case .end: break
        }
    }
}
