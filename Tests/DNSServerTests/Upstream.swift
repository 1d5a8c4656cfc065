import DNSMessage
import LinuxSystem
import NetworkAddress
import Synchronization

/// A resolver that answers as it is told, over UDP and TCP on one port.
final class Upstream: Sendable {
    let endpoint: SocketEndpoint
    private let datagrams: DatagramSocket
    private let listener: StreamListener
    private let isDone = Atomic<Bool>(false)
    private let count = Atomic<Int>(0)
    private let threads = Mutex<[SystemThread]>([])

    /// What it says to a query; over TCP the second argument is true. Nil says nothing.
    typealias Answer = @Sendable (DNSMessage, Bool) -> DNSMessage?

    init(_ answer: @escaping Answer) throws {
        listener = try StreamListener(bind: Rig.loopback)
        endpoint = listener.endpoint
        datagrams = try DatagramSocket(bind: endpoint)
        let own = [
            try SystemThread.spawn(name: "upstream-udp") { [self] in serveDatagrams(answer) },
            try SystemThread.spawn(name: "upstream-tcp") { [self] in serveStreams(answer) },
        ]
        threads.withLock { $0 = own }
    }

    /// The number of queries that came.
    var queries: Int { count.load(ordering: .relaxed) }

    func stop() {
        isDone.store(true, ordering: .relaxed)
        threads.withLock { $0 }.forEach { $0.join() }
    }

    private func serveDatagrams(_ answer: Answer) {
        while !isDone.load(ordering: .relaxed) {
            guard let query = try? datagrams.receive(timeout: .milliseconds(50)),
                let message = try? DNSMessage(decoding: query.bytes)
            else { continue }
            count.add(1, ordering: .relaxed)
            if let reply = answer(message, false) {
                _ = try? datagrams.send(reply.encoded(), to: query.peer)
            }
        }
    }

    private func serveStreams(_ answer: Answer) {
        while !isDone.load(ordering: .relaxed) {
            var bytes: [UInt8] = []
            guard let socket = try? listener.accept(timeout: .milliseconds(50)),
                let count = try? socket.read(into: &bytes, timeout: .seconds(5)), count > 14,
                let message = try? DNSMessage(decoding: Array(bytes.dropFirst(2))),
                let reply = answer(message, true)
            else { continue }
            _ = try? socket.write(Rig.framed(reply.encoded()))
        }
    }

    /// A reply with records.
    static func reply(
        _ query: DNSMessage, _ answers: [ResourceRecord], flags: HeaderFlags = [],
        code: UInt8 = 0, authority: [ResourceRecord] = []
    ) -> DNSMessage {
        DNSMessage(
            header: Header(
                id: query.header.id, flags: flags.union([.response, .recursionAvailable]),
                responseCode: code),
            questions: query.questions, answers: answers, authority: authority)
    }

    static func address(_ query: DNSMessage, _ last: UInt8, ttl: UInt32 = 300) -> ResourceRecord {
        let name = query.questions.first?.name ?? .root
        return ResourceRecord(name, ttl: ttl, .a(IPv4Address(192, 0, 2, last)))
    }
}
