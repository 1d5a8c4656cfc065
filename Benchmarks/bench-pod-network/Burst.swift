import LinuxSystem
import Synchronization

/// Many calls at once, as when a node starts its pods.
struct Burst {
    let width: Int
    let rounds: Int

    /// What one burst took: each call, and all of them.
    private struct Times {
        var calls: [Double] = []
        var whole: [Double] = []
    }

    func run() throws {
        var report = Report(
            "", "martlet-cni p50/95/99", "reference p50/95/99", "ratio p50", "p99",
            "all: martlet-cni", "reference")
        for network in [Network.masquerade, .hostPorts, .unified] {
            do {
                try run(network, into: &report)
            } catch {
                report.add("\(network.rawValue): not measured: \(error)")
            }
        }
        report.print()
    }

    private func run(_ network: Network, into report: inout Report) throws {
        let ours = try Rig(.ours, network, pods: width)
        let reference = try Rig(.reference, network, pods: width)
        // The bridge and the tables are there.
        for rig in [ours, reference] {
            for command in ["ADD", "DEL"] { _ = try rig.call(command, pod: 0) }
        }
        var own: [String: Times] = [:]
        var other: [String: Times] = [:]
        for _ in 0..<rounds {
            for command in ["ADD", "DEL"] {
                try burst(ours, command, into: &own[command, default: Times()])
                try burst(reference, command, into: &other[command, default: Times()])
            }
        }
        for command in ["ADD", "DEL"] {
            guard let own = own[command], let other = other[command] else { continue }
            let (mine, theirs) = (Figures(own.calls), Figures(other.calls))
            report.add(
                "\(network.rawValue), \(width) \(command)", mine.text, theirs.text,
                decimal(theirs[50] / mine[50]), decimal(theirs[99] / mine[99]),
                decimal(Figures(own.whole)[50]), decimal(Figures(other.whole)[50]))
        }
    }

    /// Starts all calls together and waits for them.
    private func burst(_ rig: Rig, _ command: String, into times: inout Times) throws {
        let results = Results()
        var threads: [SystemThread] = []
        let start = MonotonicClock.nanoseconds
        for pod in 0..<width {
            threads.append(
                try SystemThread.spawn(name: "call-\(pod)") {
                    results.add(Result { try rig.call(command, pod: pod) })
                })
        }
        for thread in threads { thread.join() }
        times.whole.append(Double(MonotonicClock.nanoseconds - start) / 1e6)
        times.calls += try results.values()
    }
}

/// Times from several threads.
final class Results: Sendable {
    private let all = Mutex<[Result<Double, any Error>]>([])

    func add(_ result: Result<Double, any Error>) { all.withLock { $0.append(result) } }

    func values() throws -> [Double] { try all.withLock { $0 }.map { try $0.get() } }
}
