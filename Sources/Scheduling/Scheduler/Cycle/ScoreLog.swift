import JSON
import LinuxSystem
import Logging
import SchedulingModel
import SchedulingPlugins

/// A file with each score as a line of JSON, in the form of upstream's log.
struct ScoreLog {
    private let path: String
    private let logger: Logger

    /// A log; an empty path is none.
    init(_ path: String, _ logger: Logger) {
        self.path = path
        self.logger = logger
    }

    /// Whether there is one.
    var isOpen: Bool { !path.isEmpty }

    /// Looking at a pod begins.
    func begin(_ pod: PodInfo) {
        guard isOpen else { return }
        write([["msg": "Attempting to schedule pod", "pod": Self.name(pod)]])
    }

    /// Writes all scores of a pod.
    func tell(_ scores: [Placement.NodeScore], of pod: PodInfo) {
        guard isOpen else { return }
        write(
            scores.flatMap { score in
                [
                    ("Raw score", score.raw), ("Normalized score", score.normalized),
                    ("Plugin scored node for pod", score.weighted),
                ].map { message, value in
                    [
                        "msg": .string(message), "pod": Self.name(pod),
                        "plugin": .string(score.plugin), "node": .string(score.node),
                        "score": .int(value),
                    ]
                }
            })
    }

    private static func name(_ pod: PodInfo) -> JSON {
        ["name": .string(pod.name), "namespace": .string(pod.namespace)]
    }

    private func write(_ lines: [JSON]) {
        let bytes = lines.flatMap { $0.serialized() + [UInt8(ascii: "\n")] }
        do throws(SystemError) {
            try Files.append(path, bytes)
        } catch {
            logger.warning("score log: \(error)")
        }
    }
}
