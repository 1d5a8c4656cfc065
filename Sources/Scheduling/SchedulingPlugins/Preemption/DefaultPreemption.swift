import SchedulingModel

/// Finds pods of lower priority that would have to go for a pod to fit.
public struct DefaultPreemption {
    /// What came out.
    public enum Outcome {
        /// Nothing can be done, and why.
        case nothing(String)
        /// The node, and the pods of it that must go.
        case candidate(node: String, victims: [PodInfo])
    }

    /// At least so many nodes are tried, or a tenth of them.
    static let fewestCandidates = 100

    private let input: SchedulingInput
    private let nominations: Nominations
    private var budgets: [DisruptionBudgetView]

    /// An attempt for a pod.
    public init(_ input: SchedulingInput, _ nominations: Nominations) {
        self.input = input
        self.nominations = nominations
        budgets = input.objects.disruptionBudgets
    }

    /// Looks for the node where the least harm is done.
    public func run(_ diagnosis: Diagnosis) -> Outcome {
        if let why = ineligibility(diagnosis) { return .nothing(why) }
        var possible = diagnosis.rejections.filter(\.value.isResolvable).map(\.key)
        if diagnosis.refusal != nil { possible = [] }
        let wanted = max(Self.fewestCandidates, possible.count / 10)
        possible.shuffle()
        var candidates: [VictimSelection] = []
        var failures: [String: Int] = [:]
        for slot in possible {
            let node = input.table.nodes[slot]
            switch VictimSelection.select(on: node, input, nominations, budgets) {
            case .success(let selection): candidates.append(selection)
            case .failure(let failure):
                for reason in failure.rejection.reasons { failures[reason, default: 0] += 1 }
            }
            if candidates.count >= wanted { break }
        }
        if let best = candidates.min(by: { $0.isBetter(than: $1) }) {
            return .candidate(node: best.node, victims: best.victims)
        }
        let unhelpful = diagnosis.nodeCount - possible.count
        if unhelpful > 0 { failures["Preemption is not helpful for scheduling"] = unhelpful }
        let nodes = "0/\(diagnosis.nodeCount) nodes are available: "
        return .nothing("preemption: " + nodes + Diagnosis.sentence(failures))
    }

    /// Why the pod may not make others go.
    private func ineligibility(_ diagnosis: Diagnosis) -> String? {
        if !input.pod.mayPreempt {
            return "preemption: not eligible due to preemptionPolicy=Never."
        }
        let name = nominations.node(ofPod: input.pod.uid) ?? input.pod.nominatedNodeName
        guard !name.isEmpty, let node = input.table.node(named: name) else { return nil }
        if diagnosis.rejections[node.slot]?.isResolvable == false { return nil }
        let isWaiting = node.pods.contains {
            $0.priority < input.pod.priority && $0.isDeleting && $0.isPreempted
        }
        return isWaiting
            ? "preemption: not eligible due to a terminating pod on the nominated node." : nil
    }
}
