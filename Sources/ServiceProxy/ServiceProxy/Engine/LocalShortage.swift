import ServiceModel

/// How many Service ports want endpoints of this node and have none, though others have some.
public struct LocalShortage: Hashable, Sendable {
    /// Those whose cluster address has the policy `Local`.
    public var internalCount = 0
    /// Those whose external addresses and node ports have it.
    public var externalCount = 0

    /// Adds a plan, or takes it out.
    mutating func count(_ plan: ServicePortPlan?, by step: Int) {
        guard let plan, plan.localEndpoints.isEmpty, !plan.clusterEndpoints.isEmpty else { return }
        if plan.internalPolicy == .local { internalCount += step }
        let isExternal = plan.frontends.contains { $0.kind != .clusterIP }
        if plan.externalPolicy == .local, isExternal { externalCount += step }
    }
}
