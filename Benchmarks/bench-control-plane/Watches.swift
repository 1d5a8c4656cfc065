import Glibc
import LinuxSystem
import Synchronization

/// From a commit to 1,000 watches.
struct Watches {
    var folder: String
    var watches = 1000
    var writes = 100

    /// What is known of each write, by its number.
    private struct Moments {
        var sent: UInt64 = 0
        var acknowledged: UInt64 = 0
        var seen: [UInt64] = []
    }

    func run() throws {
        try Files.createDirectories(folder + "/watches")
        let subject = try Subject.martlet(folder: folder + "/watches")
        try subject.start()
        defer { try? subject.stop() }
        let connection = try WireClient(port: subject.port)
        let path = "/api/v1/namespaces/default/pods"
        let clients = try (0..<watches).map { _ in
            let client = try WireClient(port: subject.port)
            try client.open(WireClient.request("GET", path + "?watch=1"))
            return client
        }
        let moments = Mutex([Moments](repeating: Moments(), count: writes))
        let reader = try Reader(clients)
        let thread = try reader.start(events: watches * writes) { number, now in
            moments.withLock { if number < $0.count { $0[number].seen.append(now) } }
        }
        let used = try subject.processorSeconds()
        for number in 0..<writes {
            let request = WireClient.request("POST", path, Bodies.pod("w\(number)", mark: number))
            let before = MonotonicClock.nanoseconds
            try connection.send(request)
            let after = MonotonicClock.nanoseconds
            moments.withLock {
                $0[number].sent = before
                $0[number].acknowledged = after
            }
            MonotonicClock.sleep(.milliseconds(100))
        }
        thread.join()
        let all = moments.withLock { $0 }
        let lost = watches * writes - all.map(\.seen.count).reduce(0, +)
        let sent = all.flatMap { one in one.seen.map { $0 - one.sent } }.sorted()
        let answered = all.flatMap { one in
            one.seen.map { $0 > one.acknowledged ? $0 - one.acknowledged : 0 }
        }.sorted()
        print("ControlPlane.watches: \(writes) creates, each to \(watches) watches; lost: \(lost)")
        print("  from sending the create: p50 \(text(sent, 0.5)), p99 \(text(sent, 0.99)) ms")
        print("  from its answer: p50 \(text(answered, 0.5)), p99 \(text(answered, 0.99)) ms")
        let spent = try subject.processorSeconds() - used
        print("  processor: \(decimal(spent / Double(writes * watches) * 1e6)) µs a delivery")
        print("  memory with them: \(decimal(try subject.megabytes("VmRSS"))) MB\n")
    }

    private func text(_ times: [UInt64], _ part: Double) -> String { decimal(times.part(part), 2) }
}

/// Reads what watches are told, all on one thread.
private final class Reader: @unchecked Sendable {
    /// What comes before a write's number.
    private static let mark = Array(#""name":"w"#.utf8)

    private let clients: [WireClient]
    private let poller: EventPoller
    private var unread: [[UInt8]]

    init(_ clients: [WireClient]) throws {
        self.clients = clients
        poller = try EventPoller()
        unread = clients.map { _ in [] }
        for (index, client) in clients.enumerated() {
            try poller.add(client.descriptor, .readable, token: UInt64(index))
        }
    }

    /// Calls an action with the number of each event, until so many have come or none comes now.
    func start(
        events: Int, _ action: @escaping @Sendable (_ number: Int, _ now: UInt64) -> Void
    ) throws -> SystemThread {
        try SystemThread.spawn(name: "watches") {
            var left = events
            while left > 0, let ready = try? self.poller.wait(timeout: .seconds(5)), !ready.isEmpty
            {
                for one in ready {
                    for number in self.read(Int(one.token)) {
                        action(number, MonotonicClock.nanoseconds)
                        left -= 1
                    }
                }
            }
        }
    }

    /// The numbers of the events that have come whole.
    private func read(_ index: Int) -> [Int] {
        guard (try? clients[index].read(into: &unread[index])) ?? 0 > 0 else {
            try? poller.remove(clients[index].descriptor)
            return []
        }
        var numbers: [Int] = []
        var begin = 0
        let bytes = unread[index]
        bytes.withUnsafeBytes { all in
            while let base = all.baseAddress,
                let end = memchr(base + begin, 10, all.count - begin)
            {
                let next = base.distance(to: UnsafeRawPointer(end)) + 1
                // An event's line ends with `}`; a chunk's size with a carriage return.
                if next > 1, all[next - 2] == UInt8(ascii: "}") {
                    let start = all[begin..<min(begin + 400, next)]
                    if let at = start.firstRange(of: Self.mark) {
                        let digits = all[at.upperBound...].prefix { (48...57).contains($0) }
                        numbers.append(Int(String(decoding: digits, as: UTF8.self)) ?? 0)
                    }
                }
                begin = next
            }
        }
        unread[index].removeFirst(begin)
        return numbers
    }
}
