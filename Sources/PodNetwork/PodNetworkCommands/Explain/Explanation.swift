import JSON
import NetworkAddress

/// How a packet goes, step by step, and where it ends.
struct Explanation: Hashable {
    /// Where a packet passes.
    enum Stage: String, Hashable {
        case sender
        case podRoute = "pod route"
        case pair
        case spoofCheck = "spoof check"
        case shaping
        case bridge
        case hostPort = "host port"
        case nodeRoute = "node route"
        case ingressPolicy = "ingress policy"
        case masquerade
        case tunnel
        case neighbour
        case receiver
        case answers
        case configuration
    }

    /// What happens at one stage.
    struct Step: Hashable {
        var stage: Stage
        var text: String
        /// Whether it is not as it has to be.
        var isProblem = false
    }

    /// How it ends.
    enum Verdict: String, Hashable {
        /// A pod or the node takes it.
        case delivered
        /// It leaves the node for another host.
        case leaves
        /// A rule forbids it, as it should.
        case forbidden
        /// It is lost, because something is missing or wrong.
        case lost
    }

    /// Who sends, to whom, as asked.
    var question: String
    /// What happens, in order.
    var steps: [Step] = []
    /// How it ends.
    var verdict = Verdict.lost
    /// Who takes it, or by which link it leaves.
    var target = ""
    /// The sender's address as the receiver sees it.
    var source: IPAddress?
    /// Where it goes at last.
    var destination: IPAddress?
    /// The port that it goes to at last.
    var port: Port?

    /// What is not as it has to be.
    var problems: [String] { steps.filter(\.isProblem).map { "\($0.stage.rawValue): \($0.text)" } }

    /// Whether the kernel has all that the packet needs.
    var agrees: Bool { problems.isEmpty }
}

extension Explanation {
    /// A line a step, and the end.
    var text: String {
        let width = steps.map(\.stage.rawValue.count).max() ?? 0
        var lines = [question]
        for step in steps {
            let stage = step.stage.rawValue
            let gap = String(repeating: " ", count: width - stage.count)
            lines.append("\(step.isProblem ? "!" : " ") \(stage)\(gap)  \(step.text)")
        }
        var end = verdict.rawValue
        if !target.isEmpty { end += verdict == .leaves ? " by \(target)" : " to \(target)" }
        if verdict == .delivered || verdict == .leaves, let source { end += ", from \(source)" }
        lines.append(end)
        lines.append(agrees ? "the kernel agrees" : "the kernel does not agree")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same for programs.
    var json: JSON {
        var object = JSONObject()
        object.add("question", .string(question))
        object.add(
            "steps",
            .array(
                steps.map {
                    [
                        "stage": .string($0.stage.rawValue), "text": .string($0.text),
                        "isProblem": .bool($0.isProblem),
                    ]
                }))
        object.add("verdict", .string(verdict.rawValue))
        object.add("target", .string(target))
        object.add("source", ifPresent: source.map { .string($0.description) })
        object.add("destination", ifPresent: destination.map { .string($0.description) })
        object.add("port", ifPresent: port.map { .int(Int($0.rawValue)) })
        object.add("agrees", .bool(agrees))
        object.add("problems", .strings(problems))
        return .object(object)
    }
}
