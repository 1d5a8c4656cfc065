import LinuxSystem
import NetworkAddress
import ServiceProxyTesting
import Synchronization

/// Endpoints that serve until the test is over, whether or not a Service leads to them: what is
/// lost is the proxy's doing. Each says who it is, and then says back what it hears.
final class Backends: Sendable {
    static let hosts: [BedHost] = [.podA2, .podA3, .podB1]
    static let ports: [Port] = [9901, 9902, 9903, 9904]

    private enum Ear: Sendable {
        case stream(StreamListener)
        case datagram(DatagramSocket)

        var descriptor: Int32 {
            switch self {
            case .stream(let listener): listener.descriptor
            case .datagram(let socket): socket.descriptor
            }
        }
    }

    private let poller: EventPoller
    private let ending: EventDescriptor
    private let thread: SystemThread

    init(_ bed: PacketBed) throws {
        let poller = try EventPoller()
        let ending = try EventDescriptor()
        var ears: [Ear] = []
        for host in Self.hosts {
            ears += try bed.namespace(of: host).run {
                try AddressFamily.allCases.flatMap { family in
                    try Self.ports.flatMap { port -> [Ear] in
                        let place = SocketEndpoint(host.address(family), port)
                        return [
                            .stream(try StreamListener(bind: place)),
                            .datagram(
                                try DatagramSocket(bind: place, receiveBufferBytes: 4 << 20)),
                        ]
                    }
                }
            }
        }
        for (index, ear) in ears.enumerated() {
            try poller.add(ear.descriptor, token: UInt64(index))
        }
        try poller.add(ending.descriptor, token: .max)
        self.poller = poller
        self.ending = ending
        let listening = ears
        thread = try SystemThread.spawn(name: "backends") {
            var connections: [UInt64: StreamSocket] = [:]
            var next = UInt64(listening.count)
            while let ready = try? poller.wait() {
                for one in ready {
                    if one.token == .max { return }
                    if one.token < UInt64(listening.count) {
                        Self.take(listening[Int(one.token)], poller, &connections, &next)
                    } else if let connection = connections[one.token], !Self.answer(connection) {
                        connections[one.token] = nil
                    }
                }
            }
        }
    }

    deinit {
        ending.signal()
        thread.join()
    }

    private static func take(
        _ ear: Ear, _ poller: EventPoller, _ connections: inout [UInt64: StreamSocket],
        _ next: inout UInt64
    ) {
        switch ear {
        case .stream(let listener):
            while let connection = try? listener.accept(timeout: .zero) {
                try? connection.write(Array("\(listener.endpoint)\n".utf8))
                guard (try? poller.add(connection.descriptor, token: next)) != nil else { continue }
                connections[next] = connection
                next += 1
            }
        case .datagram(let socket):
            while let (bytes, peer) = try? socket.receive(timeout: .zero, limit: 256) {
                let answer = String(decoding: bytes, as: UTF8.self) + " \(socket.endpoint)"
                try? socket.send(Array(answer.utf8), to: peer)
            }
        }
    }

    /// False when the connection is over.
    private static func answer(_ connection: StreamSocket) -> Bool {
        var heard: [UInt8] = []
        guard let count = try? connection.read(into: &heard, timeout: .seconds(1)), count > 0,
            (try? connection.write(heard, timeout: .seconds(1))) != nil
        else { return false }
        return true
    }
}
