import LinuxSystem
import Synchronization

/// Many calls at once, as when a node starts its pods.
struct Burst {
    let ours: Rig
    let reference: Rig
    let width: Int
    let rounds: Int

    func run(into report: Report) throws {
        var times: [String: (own: [Double], other: [Double])] = [:]
        for _ in 0..<rounds {
            for command in ["ADD", "DEL"] {
                times[command, default: ([], [])].own += try burst(ours, command)
                times[command, default: ([], [])].other += try burst(reference, command)
            }
        }
        for command in ["ADD", "DEL"] {
            guard let both = times[command] else { continue }
            report.add("\(command), \(width) at once", both.own, both.other)
        }
    }

    /// Starts all calls together and waits for them.
    private func burst(_ rig: Rig, _ command: String) throws -> [Double] {
        let times = Results()
        var threads: [SystemThread] = []
        for pod in 0..<width {
            threads.append(
                try SystemThread.spawn(name: "call-\(pod)") {
                    times.add(Result { try rig.call(command, pod: pod) })
                })
        }
        for thread in threads { thread.join() }
        return try times.values()
    }
}

/// Times from several threads.
final class Results: Sendable {
    private let all = Mutex<[Result<Double, any Error>]>([])

    func add(_ result: Result<Double, any Error>) { all.withLock { $0.append(result) } }

    func values() throws -> [Double] { try all.withLock { $0 }.map { try $0.get() } }
}
