import APIMachinery
import ContainerRuntime
import JSON

/// The conditions of a pod that its node sets.
struct PodConditions {
    private struct Condition {
        var type: String
        var isTrue: Bool
        var reason = ""
        var message = ""
    }

    private let status: PodStatusPlan
    private let generation: Int

    init(_ status: PodStatusPlan, generation: Int) {
        self.status = status
        self.generation = generation
    }

    private var situation: PodSituation { status.situation }

    /// The node's own conditions in upstream's order, then those of others as they are.
    func list(changing old: [JSON]) -> JSON {
        var others = old
        var list: [JSON] = []
        for condition in own(old) {
            let before = others.firstIndex { $0["type"]?.string == condition.type }
            list.append(json(condition, before.map { others[$0] }))
            if let before { others.remove(at: before) }
        }
        if let scheduled = others.firstIndex(where: { $0["type"]?.string == "PodScheduled" }) {
            list.append(others.remove(at: scheduled))
        } else {
            list.append(json(Condition(type: "PodScheduled", isTrue: true), nil))
        }
        return .array(list + others)
    }

    private func json(_ condition: Condition, _ old: JSON?) -> JSON {
        var object = JSONObject()
        object.add("type", .string(condition.type))
        if generation > 0 { object.add("observedGeneration", .int(generation)) }
        let status = condition.isTrue ? "True" : "False"
        object.add("status", .string(status))
        object.add("lastProbeTime", .null)
        let isSame = old?["status"]?.string == status
        let time = isSame ? old?["lastTransitionTime"] : nil
        object.add("lastTransitionTime", time ?? .string(situation.time.description))
        if !condition.reason.isEmpty { object.add("reason", .string(condition.reason)) }
        if !condition.message.isEmpty { object.add("message", .string(condition.message)) }
        return .object(object)
    }

    private func own(_ old: [JSON]) -> [Condition] {
        let hasNetwork =
            situation.sandbox.map {
                situation.manifest.isHostNetwork || !$0.addresses.isEmpty
            } ?? false
        let containersReady = self.containersReady
        return [
            Condition(type: "PodReadyToStartContainers", isTrue: hasNetwork),
            initialized, ready(containersReady, old), containersReady,
        ]
    }

    private var isCompleted: Bool { status.phase == "Succeeded" }

    private var initialized: Condition {
        if isCompleted {
            return Condition(type: "Initialized", isTrue: true, reason: "PodCompleted")
        }
        let isInitialized = situation.isInitialized
        let open = situation.manifest.initContainers.filter { container in
            if container.isSidecar { return !situation.isStarted(container) && !isInitialized }
            return !isInitialized
                && !(situation.current(container.name).map(situation.isSuccess) ?? false)
        }
        if open.isEmpty { return Condition(type: "Initialized", isTrue: true) }
        return Condition(
            type: "Initialized", isTrue: false, reason: "ContainersNotInitialized",
            message: "containers with incomplete status: \(Self.names(open))")
    }

    private var containersReady: Condition {
        let type = "ContainersReady"
        if isCompleted { return Condition(type: type, isTrue: false, reason: "PodCompleted") }
        if status.phase == "Failed" {
            return Condition(type: type, isTrue: false, reason: "PodFailed")
        }
        let kept = situation.manifest.initContainers.filter(\.isSidecar)
        let open = (kept + situation.manifest.containers).filter { !situation.isReady($0) }
        if open.isEmpty { return Condition(type: type, isTrue: true) }
        return Condition(
            type: type, isTrue: false, reason: "ContainersNotReady",
            message: "containers with unready status: \(Self.names(open))")
    }

    private func ready(_ containers: Condition, _ old: [JSON]) -> Condition {
        guard containers.isTrue else {
            return Condition(
                type: "Ready", isTrue: false, reason: containers.reason,
                message: containers.message)
        }
        let faults = situation.manifest.readinessGates.compactMap { gate -> String? in
            let found = old.first { $0["type"]?.string == gate }
            guard let found else {
                return "corresponding condition of pod readiness gate \"\(gate)\" does not exist."
            }
            if found["status"]?.string == "True" { return nil }
            return "the status of pod readiness gate \"\(gate)\" is not \"True\", but "
                + (found["status"]?.string ?? "Unknown")
        }
        if faults.isEmpty { return Condition(type: "Ready", isTrue: true) }
        let message = faults.count == 1 ? faults[0] : "[" + faults.joined(separator: ", ") + "]"
        return Condition(
            type: "Ready", isTrue: false, reason: "ReadinessGatesNotReady", message: message)
    }

    private static func names(_ containers: [ContainerManifest]) -> String {
        "[" + containers.map(\.name).joined(separator: " ") + "]"
    }
}
