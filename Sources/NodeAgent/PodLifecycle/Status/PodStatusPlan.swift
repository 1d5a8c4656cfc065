import APIMachinery
import ContainerRuntime
import JSON

/// What a pod's status must be. What others write there stays: their conditions, the QoS class.
public struct PodStatusPlan: Sendable {
    let situation: PodSituation
    let addresses: NodeAddresses
    let plan: PodPlan

    /// A node's addresses, as its pods' statuses show them.
    public struct NodeAddresses: Sendable, Hashable {
        public var addresses: [String]

        public init(_ addresses: [String]) { self.addresses = addresses }
    }

    /// A plan for a situation.
    public init(_ situation: PodSituation, plan: PodPlan, node: NodeAddresses) {
        self.situation = situation
        self.plan = plan
        addresses = node
    }

    /// The status, made from the one that is there.
    public func status(changing old: JSON) -> JSON {
        var status = old.object == nil ? [:] : old
        let manifest = situation.manifest
        if manifest.generation > 0 {
            status.setField(["observedGeneration"], .int(manifest.generation))
        }
        status.setField(["phase"], .string(phase))
        setFailure(&status)
        let conditions = PodConditions(self, generation: manifest.generation)
        status.setField(
            ["conditions"], conditions.list(changing: status["conditions"]?.array ?? []))
        setAddresses(&status)
        status.setField(
            ["startTime"], .string(situation.memory.startTime ?? situation.time.description))
        if !manifest.initContainers.isEmpty {
            status.setField(
                ["initContainerStatuses"],
                .array(manifest.initContainers.map { containerStatus($0, isInit: true) }))
        }
        status.setField(
            ["containerStatuses"],
            .array(manifest.containers.map { containerStatus($0, isInit: false) }))
        return status
    }

    private func setFailure(_ status: inout JSON) {
        guard case .failed(let reason, let message) = plan.ending?.cause else { return }
        status.setField(["reason"], .string(reason))
        status.setField(["message"], .string(message))
    }

    private func setAddresses(_ status: inout JSON) {
        let host = addresses.addresses
        if let first = host.first {
            status.setField(["hostIP"], .string(first))
            status.setField(["hostIPs"], list(host))
        }
        let pod =
            situation.manifest.isHostNetwork
            ? (situation.sandboxes.isEmpty ? [] : host)
            : situation.sandboxes.first?.addresses.map(\.description) ?? []
        // An address stays said while the pod ends: what still has connections finds it.
        guard let first = pod.first else { return }
        status.setField(["podIP"], .string(first))
        status.setField(["podIPs"], list(pod))
    }

    private func list(_ addresses: [String]) -> JSON {
        .array(addresses.map { ["ip": .string($0)] })
    }

    // MARK: - Phase

    /// `Pending`, `Running`, `Succeeded`, `Failed`.
    public var phase: String {
        if case .failed = plan.ending?.cause, plan.isStopped { return "Failed" }
        let isTerminal = plan.ending != nil && plan.isStopped
        let pods = situation.manifest.containers
        let ends = pods.map { situation.end(of: $0.name) }
        let running = pods.filter { situation.current($0.name)?.phase == .running }.count
        let waiting = zip(pods, ends).filter { container, end in
            end == nil && situation.current(container.name)?.phase != .running
        }.count
        if !situation.isInitialized, running == 0, !ends.contains(where: { $0 != nil }) {
            let hasFailed = situation.regularInitContainers.contains {
                situation.end(of: $0.name).map { $0.exitCode != 0 } ?? false
            }
            let isFinal = hasFailed && situation.manifest.restartPolicy == .never
            return isFinal && isTerminal ? "Failed" : "Pending"
        }
        if waiting > 0, !isTerminal { return "Pending" }
        if running > 0 { return "Running" }
        guard isTerminal else { return "Running" }
        return ends.allSatisfy { $0?.exitCode == 0 } ? "Succeeded" : "Failed"
    }
}
