import SchedulingModel

/// All filters for one pod.
struct Filtering {
    let input: SchedulingInput
    let nominations: Nominations
    private let filters: [any FilterPlugin]
    private let hasNominations: Bool

    init(_ input: SchedulingInput, _ nominations: Nominations) {
        self.input = input
        self.nominations = nominations
        hasNominations = !nominations.isEmpty
        filters = DefaultPlugins.filters.compactMap { $0.init(input) }
    }

    /// Why the pod can't go to a node, also if pods that room is being made for come there.
    func rejection(of node: NodeInfo) -> Rejection? {
        guard let view = node.view else { return nil }
        guard hasNominations else { return plainRejection(of: node, view) }
        let rivals = nominations.rivals(of: input.pod, on: view.name)
            .filter { input.table.placement(uid: $0.uid) == nil }
        if !rivals.isEmpty {
            for rival in rivals { input.table.place(rival, on: view.name) }
            defer { for rival in rivals { input.table.remove(uid: rival.uid) } }
            if let rejection = Filtering(input, Nominations()).plainRejection(of: node, view) {
                return rejection
            }
        }
        return plainRejection(of: node, view)
    }

    /// The nodes that the pod can go to, in the same order: a plugin after the other looks at all,
    /// which costs far less than a node after the other.
    func passing(_ nodes: [NodeInfo]) -> [NodeInfo] {
        if hasNominations { return nodes.filter { rejection(of: $0) == nil } }
        return filters.reduce(nodes) { left, filter in
            left.isEmpty ? left : filter.passing(left)
        }
    }

    private func plainRejection(of node: NodeInfo, _ view: NodeView) -> Rejection? {
        for filter in filters {
            if let rejection = filter.rejection(of: node, view) { return rejection }
        }
        return nil
    }

    /// What the pod says before any node is looked at.
    static func verdict(_ input: SchedulingInput) -> PreFilterVerdict? {
        VolumeBinding.verdict(input) ?? NodeAffinity.verdict(input)
    }
}
