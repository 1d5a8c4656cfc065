import LinuxSystem
import NetworkAddress
import Synchronization
import Testing

extension ExplainBed {
    /// Somebody who wants to reach somebody.
    struct Attempt: Sendable, CustomStringConvertible {
        var transport: TransportProtocol
        /// Where it comes from.
        var place: String
        var endpoint: SocketEndpoint
        /// Whether to be patient; what cannot arrive is not waited for as long.
        var isExpected: Bool

        var patience: Duration { isExpected ? .seconds(30) : .milliseconds(1500) }
        var family: AddressFamily { endpoint.address.family }
        var description: String { "\(transport) from \(place) to \(endpoint)" }
    }

    /// Who took it, and which sender that one saw.
    struct Reached: Sendable {
        var place: String
        var source: IPAddress?
    }

    /// Real connections, and datagrams with their answers, all at once. Everybody listens at
    /// port 80 of all addresses.
    /// - Returns: for each attempt who took it; nil where nobody did, or no answer came.
    func reach(_ attempts: [Attempt]) throws -> [Reached?] {
        let listeners = try everywhere { try StreamListener(bind: $0) }
        let servers = try everywhere { try DatagramSocket(bind: $0) }
        let shared = Shared(attempts.count)
        var threads: [SystemThread] = []
        for (index, attempt) in attempts.enumerated() {
            let namespace = try namespace(attempt.place)
            threads.append(
                try SystemThread.spawn(name: "attempt-\(index)") {
                    if let reached = try? namespace.run({ try Self.make(attempt) }) {
                        shared.results.withLock { $0[index] = reached }
                    }
                    shared.left.subtract(1, ordering: .releasing)
                })
        }
        try answer(servers) { shared.left.load(ordering: .acquiring) == 0 }
        for thread in threads { thread.join() }
        var all = shared.results.withLock { $0 }
        for (index, attempt) in attempts.enumerated()
        where attempt.transport == .tcp && all[index] != nil {
            all[index] = try listeners.filter { $0.family == attempt.family }.lazy.compactMap {
                place, _, listener in
                try listener.accept(timeout: .milliseconds(10)).map {
                    Reached(place: place, source: $0.peer?.address)
                }
            }.first
        }
        return attempts.indices.map { all[$0] }
    }

    private func everywhere<Socket: Sendable>(
        _ open: @escaping @Sendable (SocketEndpoint) throws -> Socket
    ) throws -> [(place: String, family: AddressFamily, socket: Socket)] {
        try Self.places.flatMap { place in
            let namespace = try namespace(place)
            return try AddressFamily.allCases.map { family in
                let endpoint = SocketEndpoint(.any(family), 80)
                return (place, family, try namespace.run { try open(endpoint) })
            }
        }
    }

    /// Answers each datagram with the place's name and the sender.
    private func answer(
        _ servers: [(place: String, family: AddressFamily, socket: DatagramSocket)],
        until isOver: () -> Bool
    ) throws {
        let batch = DatagramBatch(capacity: 8, receiveBytes: 64, sendBytes: 128)
        while !isOver() {
            for server in servers where try batch.receive(from: server.socket, timeout: .zero) > 0 {
                batch.answer { _, peer, output in
                    for byte in "\(server.place) \(peer.address)".utf8 { output.append(byte) }
                }
                try batch.send(to: server.socket)
            }
            MonotonicClock.sleep(.milliseconds(1))
        }
    }

    /// Makes one attempt in the calling thread's namespace.
    private static func make(_ attempt: Attempt) throws -> Reached? {
        guard attempt.transport == .udp else {
            _ = try StreamSocket(connect: attempt.endpoint, timeout: attempt.patience)
            return Reached(place: "", source: nil)
        }
        let socket = try DatagramSocket(bind: SocketEndpoint(.any(attempt.family), 0))
        try socket.connect(to: attempt.endpoint)
        let clock = ContinuousClock()
        let deadline = clock.now + attempt.patience
        while clock.now < deadline {
            // A refusal may be of the datagram before, and somebody may yet take this one.
            try? socket.send([0x3F])
            guard let answer = try? socket.receive(timeout: .milliseconds(200), limit: 128) else {
                MonotonicClock.sleep(.milliseconds(20))
                continue
            }
            let words = String(decoding: answer.bytes, as: UTF8.self).split(separator: " ")
            return Reached(place: String(words[0]), source: IPAddress(String(words[1])))
        }
        return nil
    }

    /// What the threads of a `reach` share.
    private final class Shared: Sendable {
        let results = Mutex<[Int: Reached]>([:])
        let left: Atomic<Int>

        init(_ count: Int) { left = Atomic(count) }
    }
}
