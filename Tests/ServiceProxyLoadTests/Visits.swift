import LinuxSystem
import NetworkAddress
import ServiceProxyTesting
import Synchronization

/// Clients that come all the time, each for one question, and keep a record.
final class Visits: Sendable {
    /// One that was served.
    struct Visit: Sendable {
        var endpoint: SocketEndpoint
        var began: UInt64
        var ended: UInt64
    }

    struct Record: Sendable {
        var visits: [Visit] = []
        var failures: [String] = []
    }

    /// How long a client waits between two visits. The kernel keeps each for up to two minutes in
    /// its table of flows, and one that is full loses packets and drops UDP flows that are held.
    private static let pause = Duration.milliseconds(8)

    private let isOver = Atomic(false)
    private let record = Mutex(Record())
    private let threads = Mutex<[SystemThread]>([])

    /// How many have been served so far.
    var count: Int { record.withLock { $0.visits.count } }

    /// Begins to come from a host over TCP to some places by turns.
    ///
    /// - Parameter ports: where to come from. None is used twice, so that no connection takes an
    ///   older one's place in the kernel's table.
    func connect(
        from host: BedHost, in bed: PacketBed, to places: [SocketEndpoint], ports: Range<UInt16>
    ) throws {
        try begin(host, bed, places, ports) { place, port in
            let own = SocketEndpoint(.any(place.address.family), port)
            let socket = try StreamSocket(connect: place, from: own, timeout: .seconds(10))
            var line: [UInt8] = []
            while line.last != UInt8(ascii: "\n") {
                guard try socket.read(into: &line, timeout: .seconds(10)) > 0 else { return nil }
            }
            return SocketEndpoint(String(decoding: line.dropLast(), as: UTF8.self))
        }
    }

    /// The same over UDP: a question and its answer.
    func ask(
        from host: BedHost, in bed: PacketBed, to places: [SocketEndpoint], ports: Range<UInt16>
    ) throws {
        try begin(host, bed, places, ports) { place, port in
            let own = SocketEndpoint(.any(place.address.family), port)
            let socket = try DatagramSocket(bind: own)
            try socket.connect(to: place)
            try socket.send(Array("?".utf8))
            guard let (bytes, _) = try socket.receive(timeout: .seconds(10), limit: 256) else {
                return nil
            }
            return SocketEndpoint(String(decoding: bytes.dropFirst(2), as: UTF8.self))
        }
    }

    private func begin(
        _ host: BedHost, _ bed: PacketBed, _ places: [SocketEndpoint], _ ports: Range<UInt16>,
        _ visit: @escaping @Sendable (SocketEndpoint, Port) throws -> SocketEndpoint?
    ) throws {
        let namespace = bed.namespace(of: host)
        let thread = try SystemThread.spawn(name: "visits") { [self] in
            do { try namespace.enter() } catch { return fail("\(host): \(error)") }
            for (number, port) in ports.enumerated() {
                if isOver.load(ordering: .relaxed) { return }
                let place = places[number % places.count]
                let began = MonotonicClock.nanoseconds
                do {
                    guard let endpoint = try visit(place, Port(rawValue: port)) else {
                        fail("\(host) to \(place): no answer")
                        continue
                    }
                    let ended = MonotonicClock.nanoseconds
                    let done = Visit(endpoint: endpoint, began: began, ended: ended)
                    record.withLock { $0.visits.append(done) }
                } catch {
                    fail("\(host) to \(place): \(error)")
                }
                MonotonicClock.sleep(Self.pause)
            }
        }
        threads.withLock { $0.append(thread) }
    }

    private func fail(_ sentence: String) { record.withLock { $0.failures.append(sentence) } }

    /// Lets nobody come any more; what was recorded.
    func end() -> Record {
        isOver.store(true, ordering: .relaxed)
        for thread in threads.withLock({ $0 }) { thread.join() }
        return record.withLock { $0 }
    }
}
