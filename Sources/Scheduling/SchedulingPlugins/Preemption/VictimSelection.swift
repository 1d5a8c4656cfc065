import SchedulingModel

/// The fewest and least important pods of a node that must go for a pod to fit.
struct VictimSelection {
    /// Why no selection helps.
    struct Failure: Error {
        var rejection: Rejection
    }

    /// The node's name.
    var node: String
    /// The most important first.
    var victims: [PodInfo]
    /// How many of them a budget would keep.
    var violations: Int

    /// Takes all that may go away, then brings back as many as possible. The table is as before
    /// afterwards.
    static func select(
        on node: NodeInfo, _ input: SchedulingInput, _ nominations: Nominations,
        _ budgets: [DisruptionBudgetView]
    ) -> Result<VictimSelection, Failure> {
        let table = input.table
        let removable = node.pods.filter { $0.priority < input.pod.priority }
            .sorted(by: isMoreImportant)
        guard !removable.isEmpty else {
            let why = "No preemption victims found for incoming pod"
            return .failure(
                Failure(rejection: Rejection(plugin: "", [why], isResolvable: false)))
        }
        for pod in removable { table.remove(uid: pod.uid) }
        defer { for pod in removable { table.place(pod, on: node.name) } }
        if let rejection = Filtering(input, nominations).rejection(of: node) {
            return .failure(Failure(rejection: rejection))
        }
        var selection = VictimSelection(node: node.name, victims: [], violations: 0)
        let (guarded, free) = split(removable, budgets)
        for (pods, isGuarded) in [(guarded, true), (free, false)] {
            for pod in pods {
                table.place(pod, on: node.name)
                if Filtering(input, nominations).rejection(of: node) == nil { continue }
                table.remove(uid: pod.uid)
                selection.victims.append(pod)
                if isGuarded { selection.violations += 1 }
            }
        }
        selection.victims.sort(by: isMoreImportant)
        return .success(selection)
    }

    /// Whether one pod should stay rather than another: priority, then who has run longer.
    static func isMoreImportant(_ a: PodInfo, _ b: PodInfo) -> Bool {
        if a.priority != b.priority { return a.priority > b.priority }
        let (startA, startB) = (started(a), started(b))
        return startA != startB ? startA < startB : a.path < b.path
    }

    /// Pods without a start come last.
    private static func started(_ pod: PodInfo) -> String {
        pod.startTime.isEmpty ? "~" : pod.startTime
    }

    /// The pods whose going a budget forbids, and the others.
    private static func split(
        _ pods: [PodInfo], _ budgets: [DisruptionBudgetView]
    ) -> (guarded: [PodInfo], free: [PodInfo]) {
        var left = budgets.map(\.allowed)
        var guarded: [PodInfo] = []
        var free: [PodInfo] = []
        for pod in pods {
            var isGuarded = false
            for (index, budget) in budgets.enumerated() where budget.guards(pod) {
                left[index] -= 1
                if left[index] < 0 { isGuarded = true }
            }
            if isGuarded { guarded.append(pod) } else { free.append(pod) }
        }
        return (guarded, free)
    }

    /// Whether less harm is done than by another selection, in upstream's order.
    func isBetter(than other: VictimSelection) -> Bool {
        let (a, b) = (harm, other.harm)
        if a != b { return a.lexicographicallyPrecedes(b) }
        // The one whose most important victims started last.
        return earliestStart > other.earliestStart
    }

    private var harm: [Int] {
        let sum = victims.reduce(0) { $0 + $1.priority + Int(Int32.max) + 1 }
        return [violations, victims.first?.priority ?? 0, sum, victims.count]
    }

    private var earliestStart: String {
        let highest = victims.first?.priority
        return victims.filter { $0.priority == highest }.map(Self.started).min() ?? ""
    }
}
