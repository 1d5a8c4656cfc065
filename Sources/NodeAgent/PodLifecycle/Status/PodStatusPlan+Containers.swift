import ContainerRuntime
import JSON

extension PodStatusPlan {
    func containerStatus(_ container: ContainerManifest, isInit: Bool) -> JSON {
        let name = container.name
        let current = situation.current(name)
        let memory = situation.memory[name]
        let isRunning = current?.phase == .running
        var status = JSONObject()
        status.add("name", .string(name))
        status.add("state", state(of: container, current, isInit: isInit))
        let (last, count) = (lastState(of: container, current), max(0, memory.attempt))
        status.add("lastState", last.map { ["terminated": $0.json] } ?? [:])
        let isSuccess = current.map(situation.isSuccess) ?? false
        let isReady =
            isInit && !container.isSidecar ? isSuccess : situation.isReady(container)
        status.add("ready", .bool(isReady))
        status.add("restartCount", .int(count))
        status.add("image", .string(current?.image ?? container.image))
        status.add("imageID", .string(current?.imageID ?? ""))
        if let id = current?.id {
            status.add("containerID", .string("\(situation.runtime)://\(id)"))
        } else if let end = memory.lastEnd, !end.containerID.isEmpty {
            status.add("containerID", .string(end.containerID))
        }
        status.add("started", .bool(isRunning && situation.isStarted(container)))
        return .object(status)
    }

    private func state(
        of container: ContainerManifest, _ current: ContainerState?, isInit: Bool
    ) -> JSON {
        if let current, current.phase == .running {
            let at = Termination.text(current.startedAt)
            return ["running": ["startedAt": at.map { .string($0) } ?? .null]]
        }
        let end = situation.end(of: container.name)
        if isWaiting(container, end) {
            var waiting = JSONObject()
            let (reason, message) = waitingReason(container, end, isInit: isInit)
            waiting.add("reason", .string(reason))
            if !message.isEmpty { waiting.add("message", .string(message)) }
            return ["waiting": .object(waiting)]
        }
        return end.map { ["terminated": $0.json] } ?? ["waiting": [:]]
    }

    /// Whether a container waits to be started (again).
    private func isWaiting(_ container: ContainerManifest, _ end: Termination?) -> Bool {
        guard end != nil else { return true }
        let current = situation.current(container.name)
        let isDone =
            situation.isDone(container)
            || (!container.isSidecar && current.map(situation.isSuccess) ?? false
                && situation.regularInitContainers.contains { $0.name == container.name })
        if isDone || plan.ending != nil { return false }
        return current == nil || pauseEnd(of: container) != nil
            || situation.memory[container.name].trouble != nil
    }

    private func pauseEnd(of container: ContainerManifest) -> ContinuousClock.Instant? {
        let memory = situation.memory[container.name]
        guard let ended = memory.seenEnd,
            let end = memory.crashes.pauseEnd(since: ended.at, situation.limits)
        else { return nil }
        return end > situation.now ? end : nil
    }

    private func waitingReason(
        _ container: ContainerManifest, _ end: Termination?, isInit: Bool
    ) -> (String, String) {
        let memory = situation.memory[container.name]
        if pauseEnd(of: container) != nil, situation.current(container.name) != nil {
            return (
                "CrashLoopBackOff",
                CrashWords.message(memory.crashes.pause, container.name, situation.manifest)
            )
        }
        if let trouble = memory.trouble { return trouble.shown(at: situation.now) }
        let hasOthersFirst = !situation.manifest.initContainers.isEmpty
        let isBehind = !isInit ? hasOthersFirst && !situation.isInitialized : isBehind(container)
        return (isBehind ? "PodInitializing" : "ContainerCreating", "")
    }

    /// Whether one before it is not over yet.
    private func isBehind(_ container: ContainerManifest) -> Bool {
        for other in situation.manifest.initContainers {
            if other.name == container.name { return false }
            let isOver =
                other.isSidecar
                ? situation.isStarted(other)
                : situation.current(other.name).map(situation.isSuccess) ?? false
            if !isOver { return true }
        }
        return false
    }

    private func lastState(
        of container: ContainerManifest, _ current: ContainerState?
    ) -> Termination? {
        let memory = situation.memory[container.name]
        guard let end = memory.lastEnd else { return nil }
        // The end that `state` shows is not also the one before.
        if isWaiting(container, situation.end(of: container.name)) { return end }
        return current?.phase == .running ? end : older(container, current)
    }

    private func older(_ container: ContainerManifest, _ current: ContainerState?) -> Termination? {
        let runs = situation.containers.filter { $0.name == container.name && $0.id != current?.id }
        return runs.first { $0.phase == .exited }.map {
            Termination($0, runtime: situation.runtime)
        }
    }
}

/// The words for a container that ends again and again.
public enum CrashWords {
    /// `back-off 10s restarting failed container=web pod=web-1_default(uid)`.
    public static func message(
        _ pause: Duration, _ container: String, _ pod: PodManifest
    ) -> String {
        let seconds = Int(pause.components.seconds)
        let rest = seconds % 60
        let text = seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(rest)s"
        return "back-off \(text) restarting failed container=\(container) "
            + "pod=\(pod.name)_\(pod.namespace)(\(pod.uid))"
    }
}
