import LinuxSystem
import NetworkAddress
import Synchronization

/// How much a TCP stream carries from pod to pod, the ways of making the network in turns.
struct Throughput {
    let rounds: Int

    func run() throws {
        var report = Report(
            "", "martlet-cni", "by hand", "reference", "of by hand", "of reference")
        for path in Path.allCases {
            do {
                try run(path, into: &report)
            } catch {
                report.add("\(path.rawValue): not measured: \(error)")
            }
        }
        report.print()
    }

    private func run(_ path: Path, into report: inout Report) throws {
        let stands = try Making.allCases.map { try Stand($0, path) }
        var rates = [[Double]](repeating: [], count: stands.count)
        for round in 0...rounds {
            var rate = [Double](repeating: 0, count: stands.count)
            for offset in stands.indices {
                // Another one is first each time.
                let index = (offset + round) % stands.count
                rate[index] = try self.rate(stands[index])
            }
            // The first round finds everything cold.
            guard round > 0 else { continue }
            for index in stands.indices { rates[index].append(rate[index]) }
        }
        // Of each round by itself: what else the machine does changes from one to the next.
        func ratio(to other: Int) -> String {
            decimal(Figures(zip(rates[0], rates[other]).map { $0 / $1 })[50])
        }
        let medians = rates.map { decimal(Figures($0)[50]) }
        report.add(
            path.rawValue, medians[0], medians[1], medians[2], ratio(to: 1), ratio(to: 2))
    }

    /// - Returns: Gbit/s.
    private func rate(_ stand: Stand) throws -> Double {
        let target = stand.path == .bridge ? stand.nodes[0] : stand.nodes[1]
        let receiver = stand.path == .bridge ? 1 : 0
        let endpoint = SocketEndpoint(target.podAddresses[receiver], Port(rawValue: 5201))
        let listener = try target.pods[receiver].run { try StreamListener(bind: endpoint) }
        let sender = try stand.nodes[0].pods[0].run {
            try StreamSocket(connect: endpoint, timeout: .seconds(10))
        }
        guard let stream = try listener.accept(timeout: .seconds(10)) else {
            throw Failure("nobody came")
        }
        let count = Counter()
        let reading = try SystemThread.spawn(name: "receive") {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(1 << 18)
            while let some = try? stream.read(into: &bytes, limit: 1 << 18), some > 0 {
                count.add(some)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        let writing = try SystemThread.spawn(name: "send") {
            let bytes = [UInt8](repeating: 0x5A, count: 1 << 18)
            while !count.isOver, (try? sender.write(bytes)) != nil {}
            try? sender.endOutput()
        }
        MonotonicClock.sleep(.milliseconds(100))
        let (start, before) = (MonotonicClock.nanoseconds, count.value)
        MonotonicClock.sleep(.milliseconds(500))
        let (end, after) = (MonotonicClock.nanoseconds, count.value)
        count.stop()
        writing.join()
        reading.join()
        return Double(after - before) * 8 / Double(end - start)
    }
}

/// Bytes that came.
private final class Counter: Sendable {
    private let bytes = Atomic(0)
    private let over = Atomic(false)

    var value: Int { bytes.load(ordering: .relaxed) }
    var isOver: Bool { over.load(ordering: .relaxed) }

    func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    func stop() { over.store(true, ordering: .relaxed) }
}
