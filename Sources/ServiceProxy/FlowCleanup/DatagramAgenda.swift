import Conntrack
import NetworkAddress
import ServiceModel

/// The UDP flows of one family that wait to be looked for, gathered over changes. Pure.
///
/// UDP has no end that connection tracking could see: a busy client would stay with an endpoint
/// that is gone. What decides is whether the endpoint still serves, not whether it gets new flows:
/// policies, hints, weights and affinity end nothing.
package struct DatagramAgenda: Sendable {
    /// Who serves a target that is to be looked at; nobody, when it is no longer anyone's.
    package private(set) var targets: [Frontend.Target: Set<SocketEndpoint>] = [:]
    /// The endpoints that flows may wrongly lead to, as long as `hasStrangers` is false.
    package private(set) var suspects: Set<SocketEndpoint> = []
    /// Whether flows that began before a target was anyone's, or that lead anywhere, are wanted.
    package private(set) var hasStrangers = false

    package init() {}

    package var isEmpty: Bool { targets.isEmpty }

    /// Takes in changes.
    package mutating func note(_ changes: [ServiceTable.Change]) {
        let own = changes.filter { $0.name.transport == .udp }
        // First what is given up: it may be another's by a change that stands earlier.
        for change in own {
            guard let old = change.old else { continue }
            let kept = Set((change.plan?.frontends ?? []).map(\.target))
            for frontend in old.frontends where !kept.contains(frontend.target) {
                targets[frontend.target] = []
                suspects.formUnion(old.servingEndpoints)
            }
        }
        for change in own {
            if let plan = change.plan { note(plan, after: change.old) }
        }
    }

    private mutating func note(_ plan: ServicePortPlan, after old: ServicePortPlan?) {
        let before = Set((old?.frontends ?? []).map(\.target))
        let former = old?.servingEndpoints ?? []
        let serving = plan.servingEndpoints
        let lost = former.subtracting(serving)
        suspects.formUnion(lost)
        let begins = former.isEmpty && !serving.isEmpty
        for frontend in plan.frontends {
            let isNew = begins || !before.contains(frontend.target)
            if isNew { hasStrangers = true }
            if isNew || !lost.isEmpty || targets[frontend.target] != nil {
                targets[frontend.target] = serving
            }
        }
    }

    /// Takes in everything anew.
    package mutating func note(_ plans: [ServicePortPlan], former: Set<Frontend.Target>) {
        targets = [:]
        hasStrangers = true
        for target in former where target.transport == .udp { targets[target] = [] }
        for plan in plans where plan.name.transport == .udp {
            let serving = plan.servingEndpoints
            for frontend in plan.frontends { targets[frontend.target] = serving }
        }
    }

    /// The narrowest filter that lets everything through that may have to end.
    package func filter(_ family: AddressFamily) -> FlowFilter {
        var filter = FlowFilter(family: family, transport: .udp)
        if targets.count == 1, let only = targets.keys.first, let address = only.address {
            filter.originalDestination = address
            filter.originalDestinationPort = only.port
        }
        guard !hasStrangers else { return filter }
        // Nothing but what was translated can lead to one of the suspects.
        filter.status = .destinationNAT
        if suspects.count == 1, let only = suspects.first {
            filter.replySource = only.address
            filter.replySourcePort = only.port
        }
        return filter
    }
}
