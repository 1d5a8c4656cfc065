import KubernetesAPI
import NetworkAddress

extension ServiceCatalog {
    /// What the ports of a Service must do in one family; empty when there is no such Service.
    public func plans(of key: ServiceKey, family: AddressFamily) -> [ServicePortPlan] {
        guard let entry = entries[key], let service = entry.service else { return [] }
        return planner.plans(of: key, service.value, entry.slices.map(\.value), family)
    }

    /// What the health check port of a Service answers, one for each of its families; empty for a
    /// Service without one: only load balancers with `externalTrafficPolicy: Local` have it.
    public func healthChecks(of key: ServiceKey) -> [ServiceHealthCheck] {
        guard let entry = entries[key], let service = entry.service,
            service.value.healthCheckNodePort != nil
        else { return [] }
        return planner.healthChecks(of: key, service.value, entry.slices.map(\.value))
    }

    private var planner: ServicePlanner {
        ServicePlanner(
            node: node,
            viewpoint: EndpointChoice.Viewpoint(nodeName: options.nodeName, zone: node.zone),
            places: places)
    }

    /// The objects that a Service's plans are made from: the Service, then its slices by name.
    public func sources(of key: ServiceKey) -> [ObjectRevision] {
        guard let entry = entries[key] else { return [] }
        let service = entry.service.map {
            ObjectRevision(
                object: ObjectKey(kind: .service, namespace: key.namespace, name: key.name),
                revision: $0.revision)
        }
        return (service.map { [$0] } ?? [])
            + entry.slices.map {
                ObjectRevision(
                    object: ObjectKey(
                        kind: .endpointSlice, namespace: key.namespace, name: $0.name),
                    revision: $0.revision)
            }
    }

    /// The Services whose slices changed since the last call, with the earliest of the times that
    /// the changed slices give as their cause. Those of objects that were there before this process
    /// are among them: whoever measures leaves out what is older than itself.
    public mutating func takeTriggerTimes() -> [ServiceKey: TriggerTime] {
        defer { triggers = [:] }
        return triggers
    }

    mutating func note(_ trigger: TriggerTime?, of service: ServiceKey) {
        guard let trigger else { return }
        triggers[service] = triggers[service].map { min($0, trigger) } ?? trigger
    }

    /// What is wrong with objects and wasn't told by an earlier call; each part that is named was
    /// left out, and the rest is in use.
    public mutating func takeProblems() -> [ObjectProblem] {
        defer { newProblems = [] }
        return newProblems
    }

    /// All that is wrong with objects as they are, by object.
    public var currentProblems: [ObjectProblem] {
        problems.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    mutating func tell(_ found: ProblemList) {
        let former = problems[found.object] ?? []
        guard former != found.all else { return }
        newProblems += found.all.filter { !former.contains($0) }
        problems[found.object] = found.all.isEmpty ? nil : found.all
    }
}

/// An object, as of a revision.
public struct ObjectRevision: Hashable, Sendable, CustomStringConvertible {
    /// The object.
    public var object: ObjectKey
    /// What the API server called this state of it; nil for objects from files.
    public var revision: String?

    /// An object's state.
    public init(object: ObjectKey, revision: String?) {
        self.object = object
        self.revision = revision
    }

    /// `Service default/web (revision 1234)`, or without a revision from files.
    public var description: String {
        revision.map { "\(object) (revision \($0))" } ?? object.description
    }
}
