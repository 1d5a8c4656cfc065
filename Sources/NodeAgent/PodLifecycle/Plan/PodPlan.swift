import ContainerRuntime

/// What a node does next about a pod. Pure: the same situation, the same plan.
public struct PodPlan: Sendable {
    /// What to do now; all of it may be done at once.
    public private(set) var actions: [PodAction] = []
    /// When to look again though nothing has happened.
    public private(set) var nextLook: ContinuousClock.Instant?
    /// Set when the pod is to be ended.
    public private(set) var ending: Ending?
    /// Whether nothing of the pod runs any more, and nothing will.
    public private(set) var isStopped = false

    private let situation: PodSituation
    private var memory: PodMemory { situation.memory }
    private var manifest: PodManifest { situation.manifest }

    /// The plan for a situation.
    public init(_ situation: PodSituation) {
        self.situation = situation
        ending = memory.ending ?? reasonToEnd()
        if let ending {
            end(ending)
        } else {
            keepRunning()
        }
    }

    /// Notes a time to look again; the earliest counts.
    private mutating func look(at time: ContinuousClock.Instant) {
        nextLook = min(nextLook ?? time, time)
    }
}

// MARK: - While the pod is wanted

extension PodPlan {
    private mutating func reasonToEnd() -> Ending? {
        if let deadline = memory.deadline {
            if deadline <= situation.now {
                let message = "Pod was active on the node longer than the specified deadline"
                return Ending(
                    .failed(reason: "DeadlineExceeded", message: message),
                    since: situation.now, grace: manifest.grace)
            }
            look(at: deadline)
        }
        let isDone = manifest.containers.allSatisfy(situation.isDone)
        if isDone || hasFailedInitialization {
            return Ending(.finished, since: situation.now, grace: manifest.grace)
        }
        return nil
    }

    private var hasFailedInitialization: Bool {
        guard manifest.restartPolicy == .never, !situation.isInitialized else { return false }
        return situation.regularInitContainers.contains { container in
            situation.end(of: container.name).map { $0.exitCode != 0 } ?? false
        }
    }

    private mutating func keepRunning() {
        // One is made only when none is there: what shows meanwhile is that one, half made.
        for old in situation.sandboxes
        where old.id != situation.sandbox?.id && !memory.isPreparing {
            if !memory.busy.contains(old.id) { actions.append(.removeSandbox(old.id)) }
        }
        guard situation.sandbox != nil else { return makeSandbox() }
        if startForInitialization() {
            for container in manifest.containers { keep(container) }
        }
        removeOldRuns()
    }

    private mutating func makeSandbox() {
        // The one that fell goes first: its address is free then.
        guard situation.sandboxes.isEmpty, !memory.isPreparing else { return }
        if let trouble = memory.sandboxTrouble, trouble.retryAt > situation.now {
            return look(at: trouble.retryAt)
        }
        actions.append(.makeSandbox(attempt: memory.sandboxAttempt))
    }

    /// - Returns: whether the pod's own containers may run.
    private mutating func startForInitialization() -> Bool {
        let isInitialized = situation.isInitialized
        for container in manifest.initContainers {
            let isOver = situation.current(container.name).map(situation.isSuccess) ?? false
            if container.isSidecar {
                keep(container)
                if !isInitialized, !situation.isStarted(container) { return false }
            } else if !isInitialized, !isOver {
                keep(container)
                return false
            }
        }
        return true
    }

    /// Sees that a container runs, or waits, as it must.
    private mutating func keep(_ container: ContainerManifest) {
        guard let current = situation.current(container.name) else {
            if !situation.isDone(container) { start(container) }
            return
        }
        switch current.phase {
        case .running: check(container, current)
        case .created:
            // Half a start, of an agent before this one.
            let isMine = memory.starting == container.name || memory.busy.contains(current.id)
            if !isMine { actions.append(.removeContainer(current.id)) }
        case .exited, .unknown:
            if !situation.isDone(container) { start(container) }
        }
    }

    private mutating func check(_ container: ContainerManifest, _ current: ContainerState) {
        guard !memory.busy.contains(current.id) else { return }
        let verdicts = memory[container.name].verdicts(of: current.id)
        if let failure = verdicts.failure {
            actions.append(
                .stop(
                    id: current.id, container: container.name,
                    because: "Container \(container.name) \(failure)",
                    grace: verdicts.grace ?? manifest.grace))
        } else if let hash = current.annotations[ContainerLabels.hash],
            hash != ContainerLabels.hash(of: container)
        {
            actions.append(
                .stop(
                    id: current.id, container: container.name,
                    because: "Container \(container.name) definition changed, will be restarted",
                    grace: manifest.grace))
        }
    }

    private mutating func start(_ container: ContainerManifest) {
        guard memory.starting == nil, !memory.isPreparing else { return }
        let memory = memory[container.name]
        if let end = pauseEnd(memory) { return look(at: end) }
        if let trouble = memory.trouble, trouble.retryAt > situation.now {
            if let later = trouble.later, later.at > situation.now { look(at: later.at) }
            return look(at: trouble.retryAt)
        }
        guard !actions.contains(where: \.isStart) else { return }
        actions.append(.start(container.name, attempt: memory.attempt + 1))
    }

    private func pauseEnd(_ memory: ContainerMemory) -> ContinuousClock.Instant? {
        guard let ended = memory.seenEnd,
            let end = memory.crashes.pauseEnd(since: ended.at, situation.limits)
        else { return nil }
        return end > situation.now ? end : nil
    }

    /// Keeps each container's last two runs.
    private mutating func removeOldRuns() {
        for (_, runs) in Dictionary(grouping: situation.containers, by: \.name) {
            for run in runs.dropFirst(2) where run.phase != .running {
                if !memory.busy.contains(run.id) { actions.append(.removeContainer(run.id)) }
            }
        }
    }
}

// MARK: - While the pod is ended

extension PodPlan {
    private mutating func end(_ ending: Ending) {
        let sidecars = manifest.initContainers.filter(\.isSidecar).map(\.name)
        let running = situation.containers.filter { $0.phase == .running }
        let first = running.filter { !sidecars.contains($0.name) }
        // A start under way ends by itself, and shows what it has started.
        guard memory.starting == nil, !memory.isPreparing || !running.isEmpty else { return }
        if !first.isEmpty {
            for container in first { stop(container, ending) }
        } else if let last = running.max(by: { order($0, sidecars) < order($1, sidecars) }) {
            stop(last, ending)
        } else if !memory.isPreparing {
            endSandboxes(ending)
        }
    }

    private func order(_ state: ContainerState, _ names: [String]) -> Int {
        names.firstIndex(of: state.name) ?? -1
    }

    private mutating func stop(_ container: ContainerState, _ ending: Ending) {
        guard !memory.busy.contains(container.id) else { return }
        actions.append(
            .stop(
                id: container.id, container: container.name,
                because: "Stopping container \(container.name)",
                grace: ending.graceLeft(at: situation.now)))
    }

    private mutating func endSandboxes(_ ending: Ending) {
        let standing = situation.sandboxes.filter(\.isReady)
        for sandbox in standing where !memory.busy.contains(sandbox.id) {
            actions.append(.stopSandbox(sandbox.id))
        }
        isStopped = standing.isEmpty && memory.busy.isEmpty
        guard isStopped, ending.cause == .gone else { return }
        for sandbox in situation.sandboxes { actions.append(.removeSandbox(sandbox.id)) }
        let kept = Set(situation.sandboxes.map(\.id))
        for container in situation.containers where !kept.contains(container.sandbox) {
            actions.append(.removeContainer(container.id))
        }
    }
}

extension PodAction {
    var isStart: Bool { if case .start = self { true } else { false } }
}
