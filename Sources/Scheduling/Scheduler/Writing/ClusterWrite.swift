import SchedulingModel

/// Something that the scheduler writes beside its work.
enum ClusterWrite: Sendable {
    /// A pod goes to a node.
    case bind(PodInfo, node: String)
    /// A pod can go nowhere, and why; where room is being made for it, or empty when nowhere is
    /// any more.
    case reportFailure(PodInfo, String, nominated: String?)
    /// Nothing is being made room for a pod any more.
    case clearNomination(PodInfo)
    /// A pod must go, for another.
    case preempt(PodInfo, by: PodInfo, node: String)

    /// Writes it.
    func perform(_ writer: ClusterWriter) async {
        switch self {
        case .bind(let pod, let node): await writer.bind(pod, to: node)
        case .reportFailure(let pod, let message, let nominated):
            await writer.reportFailure(pod, message, nominated: nominated)
        case .clearNomination(let pod): await writer.clearNomination(pod)
        case .preempt(let victim, let pod, let node):
            await writer.preempt(victim, by: pod, node: node)
        }
    }
}
