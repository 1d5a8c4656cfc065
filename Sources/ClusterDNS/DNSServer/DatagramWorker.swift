import ClusterZone
import DNSMessage
import LinuxSystem
import NetworkAddress
import Synchronization

/// A thread that answers datagrams: one socket, one batch of buffers, one reader of the zones.
final class DatagramWorker: Sendable {
    private let socket: DatagramSocket
    private let service: SharedService
    private let isStopped = Atomic<Bool>(false)
    private let thread = Mutex<SystemThread?>(nil)

    /// How long the thread waits for a datagram before it looks for a newer state, or for its end.
    private static let pause = Duration.milliseconds(200)
    private static let batchSize = 64
    private static let receiveBytes = 4096

    init(_ socket: DatagramSocket, _ service: SharedService) {
        self.socket = socket
        self.service = service
    }

    func start(number: Int) throws(SystemError) {
        let started = try SystemThread.spawn(name: "dns-udp-\(number)") { self.run() }
        thread.withLock { $0 = started }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    func join() { thread.withLock { $0 }?.join() }

    private func run() {
        let batch = DatagramBatch(
            capacity: Self.batchSize, receiveBytes: Self.receiveBytes,
            sendBytes: service.policy.datagramSize)
        var reader = service.publication.reader()
        var responder = Responder(service.policy)
        while !isStopped.load(ordering: .relaxed) {
            do {
                let count = try batch.receive(from: socket, timeout: Self.pause)
                reader.advance()
                guard count > 0 else { continue }
                responder.seconds = UInt32(
                    truncatingIfNeeded: MonotonicClock.nanoseconds / 1_000_000_000)
                answer(batch, reader.version, &responder)
                try batch.send(to: socket)
            } catch {
                service.log("\(error)")
                MonotonicClock.sleep(Self.pause)
            }
        }
    }

    private func answer(
        _ batch: DatagramBatch, _ version: IndexVersion, _ responder: inout Responder
    ) {
        let size = service.policy.datagramSize
        batch.answer { message, peer, output in
            output.append(repeating: 0, count: size)
            var reply = output.mutableSpan
            let verdict = responder.respond(
                to: message, from: peer, over: .datagram, index: version.index, into: &reply)
            var used = 0
            switch verdict {
            case .reply(let count): used = count
            case .silence: break
            case .forward, .alias:
                let local = batch.local(batch.current)
                forward(message, peer, from: local, version, responder, verdict)
            }
            output.removeLast(size - used)
        }
    }

    private func forward(
        _ message: Span<UInt8>, _ peer: SocketEndpoint, from local: IPAddress?,
        _ version: IndexVersion, _ responder: borrowing Responder, _ verdict: Responder.Verdict
    ) {
        guard let request = responder.request(message, from: peer, over: .datagram) else { return }
        let socket = socket
        var isAlias = false
        if case .alias = verdict { isAlias = true }
        service.resolve(request, isAlias: isAlias, index: version.index) { bytes in
            // A peer that is gone is no reason to stop.
            _ = try? socket.send(bytes, to: peer, from: local)
        }
    }
}
