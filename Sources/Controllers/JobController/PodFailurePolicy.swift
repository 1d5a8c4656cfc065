import ControllerRuntime
import JSON

/// What a job does about a failed pod: `spec.podFailurePolicy`.
struct PodFailurePolicy: Sendable, Hashable {
    /// What a rule does.
    enum Action: String, Sendable, Hashable {
        case failJob = "FailJob"
        case failIndex = "FailIndex"
        case ignore = "Ignore"
        case count = "Count"
    }

    /// One rule; the first that matches counts.
    struct Rule: Sendable, Hashable {
        var action: Action
        var exitCodes: ExitCodes?
        /// Type and status of conditions, one of which the pod must have.
        var conditions: [[String]]
    }

    /// A demand on a container's exit code.
    struct ExitCodes: Sendable, Hashable {
        /// Empty for any.
        var container: String
        var isIn: Bool
        var values: Set<Int>
    }

    /// What a policy says of a pod.
    struct Verdict: Sendable, Hashable {
        var action: Action
        /// Why the job fails; empty unless it does.
        var message = ""
    }

    var rules: [Rule]

    init(_ value: JSONValue) {
        rules =
            value["rules"]?.elements.map { rule in
                Rule(
                    action: Action(rawValue: rule["action"]?.string ?? "") ?? .count,
                    exitCodes: rule["onExitCodes"].map(ExitCodes.init),
                    conditions: rule["onPodConditions"]?.elements.map {
                        [$0["type"]?.string ?? "", $0["status"]?.string ?? "True"]
                    } ?? [])
            } ?? []
    }

    /// What is to be done about a failed pod.
    func verdict(on pod: JobPod, failsIndexes: Bool) -> Verdict {
        for (number, rule) in rules.enumerated() {
            if rule.action == .failIndex, !failsIndexes { continue }
            guard let cause = rule.cause(pod) else { continue }
            let end = " matching \(rule.action.rawValue) rule at index \(number)"
            return Verdict(
                action: rule.action, message: rule.action == .failJob ? cause + end : "")
        }
        return Verdict(action: .count)
    }
}

extension PodFailurePolicy.Rule {
    /// What of a pod the rule matches, in words; nil when nothing does.
    func cause(_ pod: JobPod) -> String? {
        let name = "\(pod.namespace)/\(pod.name)"
        if let exitCodes {
            guard let exit = pod.exits.first(where: exitCodes.matches) else { return nil }
            return "Container \(exit.container) for pod \(name) failed with exit code "
                + "\(exit.code)"
        }
        for wanted in conditions {
            if pod.conditions.contains(where: { [$0.type, $0.status] == wanted }) {
                return "Pod \(name) has condition \(wanted[0])"
            }
        }
        return nil
    }
}

extension PodFailurePolicy.ExitCodes {
    init(_ value: JSONValue) {
        container = value["containerName"]?.string ?? ""
        isIn = value["operator"]?.string == "In"
        values = Set(value["values"]?.elements.compactMap(\.int) ?? [])
    }

    func matches(_ exit: JobPod.Exit) -> Bool {
        (container.isEmpty || container == exit.container)
            && values.contains(exit.code) == isIn
    }
}
