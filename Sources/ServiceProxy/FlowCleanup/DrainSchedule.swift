import NetworkAddress
import ServiceModel

/// The connections of one family that are to be cut, and when. Pure; times are nanoseconds of a
/// clock that the caller has.
///
/// TCP and SCTP connections go on when their endpoint is taken out, unless the Service asks for
/// another `RemovalPolicy`. An endpoint that serves again in time keeps its connections.
package struct DrainSchedule: Sendable {
    /// Connections to an endpoint by way of a Service port's targets.
    package struct Cut: Hashable, Sendable {
        package var targets: Set<Frontend.Target>
        package var due: UInt64
    }

    package private(set) var cuts: [ServicePortName: [SocketEndpoint: Cut]] = [:]

    package init() {}

    /// Takes in a change.
    package mutating func note(_ change: ServiceTable.Change, now: UInt64) {
        let name = change.name
        guard name.transport != .udp else { return }
        // What a Service asked for last holds when it is deleted.
        guard let policy = change.plan?.removal ?? change.old?.removal,
            let due = policy.due(now)
        else { return cuts[name] = nil }
        let serving = change.plan?.servingEndpoints ?? []
        var own = cuts[name] ?? [:]
        for (endpoint, cut) in own {
            own[endpoint] =
                serving.contains(endpoint)
                ? nil : Cut(targets: cut.targets, due: min(cut.due, due))
        }
        let targets = Set((change.old?.frontends ?? []).map(\.target))
        // Nothing was told of who serves while the policy was another one.
        for endpoint in change.old?.servingEndpoints ?? [] where !serving.contains(endpoint) {
            own[endpoint, default: Cut(targets: [], due: due)].targets.formUnion(targets)
        }
        cuts[name] = own.isEmpty ? nil : own
    }

    /// Takes in a connection that was found to lead to one who does not serve: at a start nobody
    /// knows since when.
    package mutating func note(
        _ endpoint: SocketEndpoint, of target: Frontend.Target, _ plan: ServicePortPlan, now: UInt64
    ) {
        guard let due = plan.removal.due(now) else { return }
        cuts[plan.name, default: [:]][endpoint, default: Cut(targets: [], due: due)].targets
            .insert(target)
    }

    /// Forgets the cuts at endpoints that serve, and those of ports whose policy is `keep`.
    package mutating func spare(by plans: [ServicePortPlan]) {
        guard !cuts.isEmpty else { return }
        for plan in plans {
            guard let own = cuts[plan.name] else { continue }
            let serving = plan.servingEndpoints
            let rest = plan.removal == .keep ? [:] : own.filter { !serving.contains($0.key) }
            cuts[plan.name] = rest.isEmpty ? nil : rest
        }
    }

    /// When the next cut is due.
    package var next: UInt64? { cuts.values.flatMap(\.values).map(\.due).min() }

    /// The cuts that are due, by transport and endpoint; they are forgotten here.
    package mutating func takeDue(
        _ now: UInt64
    ) -> [TransportProtocol: [SocketEndpoint: Set<Frontend.Target>]] {
        var found: [TransportProtocol: [SocketEndpoint: Set<Frontend.Target>]] = [:]
        for (name, own) in cuts {
            for (endpoint, cut) in own where cut.due <= now {
                found[name.transport, default: [:]][endpoint, default: []].formUnion(cut.targets)
            }
            let rest = own.filter { $0.value.due > now }
            cuts[name] = rest.isEmpty ? nil : rest
        }
        return found
    }
}

extension RemovalPolicy {
    /// When connections are cut whose endpoint stops to serve now; nil: never.
    fileprivate func due(_ now: UInt64) -> UInt64? {
        switch self {
        case .keep: nil
        case .reset: now
        case .drain(let seconds): now + UInt64(min(max(seconds, 0), 1 << 30)) * 1_000_000_000
        }
    }
}
