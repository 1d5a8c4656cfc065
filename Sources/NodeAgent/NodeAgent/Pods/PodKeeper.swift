import APIMachinery
import ContainerRuntime
import ControllerRuntime
import JSON
import LinuxSystem
import PodLifecycle
import WatchCache

/// Keeps one pod as it must be on this node: looks, plans, acts.
///
/// A look never waits for what it sets going; what that ends with asks for the next look.
actor PodKeeper {
    let uid: String
    let context: AgentContext
    var manifest: PodManifest
    var memory: PodMemory
    /// The pod as the API had it last, here or in the answer to a write.
    var newest: APIObject?
    var situation: PodSituation?
    var plan: PodPlan?
    /// When something was last done: what is planned must have been seen after that.
    var lastAct: ContinuousClock.Instant?
    /// What containers left in their termination messages, by the containers' ids.
    var messages: [String: String] = [:]
    var probing: [ProbeKey: Task<Void, Never>] = [:]
    var isDeletable = false
    private var toldCrash: [String: ContainerMemory.SeenEnd] = [:]
    private var refreshAt: ContinuousClock.Instant?

    /// A pod of the API, or, without one, what was left of it in the runtime.
    init(_ uid: String, _ object: CachedObject?, _ context: AgentContext) {
        self.uid = uid
        self.context = context
        manifest = object?.view() ?? PodManifest(JSONDocument.empty.root)
        memory = object.map { PodMemory($0.view()) } ?? PodMemory()
        manifest.uid = uid
    }

    /// What came of a look.
    struct Look: Sendable {
        /// When to look again.
        var next: Duration?
        /// Whether nothing is left of the pod.
        var isOver = false
    }

    /// Looks at the pod, sets going what must be done, and says when to look again.
    func look(_ object: CachedObject?) async -> Look {
        take(object)
        let observation: RuntimeObserver.Observation
        do throws(RuntimeError) {
            observation = try await observe()
        } catch {
            context.logger.warning("\(manifest.fullName): \(error)")
            return Look(next: .seconds(1))
        }
        let situation = situation(observation)
        let plan = PodPlan(situation)
        self.situation = situation
        self.plan = plan
        memory.ending = plan.ending
        tellCrashes()
        followProbes()
        for action in plan.actions { perform(action) }
        if plan.isStopped, finish(observation) { return Look(isOver: true) }
        if needsWriting { context.statuses.add(uid) }
        return Look(next: nextLook(plan))
    }

    /// What the runtime has, seen after all that was done here: also after what ended while it was
    /// looked at. What is older doesn't show it, and it would be done again.
    private func observe() async throws(RuntimeError) -> RuntimeObserver.Observation {
        while true {
            let observation = try await context.observer.look(after: lastAct)
            guard let lastAct, observation.at <= lastAct else { return observation }
        }
    }

    private func take(_ object: CachedObject?) {
        guard let object else { return end(.gone, grace: 1) }
        if newest == nil || object.revision.rawValue > revision(newest) {
            newest = object.object()
        }
        manifest = object.view()
        let known: KnownStatus = object.view()
        if memory.startTime == nil { memory.startTime = known.startTime }
        if memory.startTime == nil { memory.startTime = context.now().description }
        if let seconds = manifest.activeDeadline, memory.deadline == nil {
            let start = memory.startTime.flatMap { Timestamp(parsing: $0) } ?? context.now()
            let gone = Duration.microseconds(context.now().microseconds - start.microseconds)
            memory.deadline = context.clock.now + .seconds(seconds) - gone
        }
        if manifest.deletionTimestamp != nil {
            end(.deleted, grace: manifest.deletionGrace ?? manifest.grace)
        } else if known.isFinished, memory.ending == nil {
            end(.finished, grace: manifest.grace)
        }
    }

    private func revision(_ object: APIObject?) -> UInt64 {
        UInt64(object?.resourceVersion ?? "") ?? 0
    }

    /// Begins to end the pod, or hurries.
    private func end(_ cause: Ending.Cause, grace: Int) {
        guard let before = memory.ending else {
            memory.ending = Ending(cause, since: context.clock.now, grace: grace)
            return
        }
        memory.ending?.cause = before.cause == .gone ? .gone : cause
        guard grace < before.grace else { return }
        memory.ending?.grace = grace
        for id in memory.busy { hurry(id, grace: grace) }
    }

    private func situation(_ observation: RuntimeObserver.Observation) -> PodSituation {
        let sandboxes = observation.sandboxes[uid] ?? []
        if manifest.name.isEmpty, let sandbox = sandboxes.first {
            manifest.name = sandbox.name
            manifest.namespace = sandbox.namespace
        }
        var containers = observation.containers[uid] ?? []
        for index in containers.indices where containers[index].phase == .exited {
            containers[index].message = message(of: containers[index])
        }
        memory.absorb(containers, runtime: context.runtimeName, now: context.clock.now)
        return PodSituation(
            manifest: manifest, memory: memory, sandboxes: sandboxes, containers: containers,
            now: context.clock.now, time: context.now(), limits: context.options.backoff,
            runtime: context.runtimeName)
    }

    private func nextLook(_ plan: PodPlan) -> Duration? {
        let now = context.clock.now
        var next = plan.nextLook
        if plan.ending == nil, manifest.volumes.contains(where: \.isFollowing) {
            let due = refreshAt ?? now + context.options.syncInterval
            refreshAt = due
            if due <= now, situation?.sandbox != nil {
                refreshAt = now + context.options.syncInterval
                refreshVolumes()
            }
            next = min(next ?? due, max(due, now + .milliseconds(100)))
        }
        return next.map { max(.milliseconds(1), $0 - now) }
    }

    private func tellCrashes() {
        guard let situation else { return }
        for container in manifest.allContainers {
            let memory = memory[container.name]
            guard let ended = memory.seenEnd, toldCrash[container.name] != ended,
                !situation.isDone(container), let last = situation.end(of: container.name),
                last.exitCode != 0 || manifest.containers.contains(container),
                let end = memory.crashes.pauseEnd(since: ended.at, situation.limits),
                end > situation.now, plan?.ending == nil
            else { continue }
            toldCrash[container.name] = ended
            tell(
                .warning, "BackOff", container.name,
                "Back-off restarting failed container \(container.name) in pod "
                    + "\(manifest.name)_\(manifest.namespace)(\(uid))")
        }
    }

    /// All of the pod has stopped: what it had on this node goes.
    /// - Returns: whether nothing is left.
    private func finish(_ observation: RuntimeObserver.Observation) -> Bool {
        guard let ending = memory.ending, ending.isRemoval else { return false }
        do throws(SystemError) {
            try context.volumes.remove(pod: uid)
        } catch {
            context.logger.warning("\(manifest.fullName): \(error)")
        }
        guard ending.cause == .gone else {
            isDeletable = true
            context.statuses.add(uid)
            return false
        }
        guard (observation.sandboxes[uid] ?? []).isEmpty,
            (observation.containers[uid] ?? []).isEmpty, memory.busy.isEmpty
        else { return false }
        if !manifest.name.isEmpty { try? Files.removeTree(logFolder) }
        return true
    }

    // MARK: - What is told

    /// Where the pod's logs are.
    var logFolder: String {
        "\(context.options.logDirectory)/\(manifest.namespace)_\(manifest.name)_\(uid)"
    }

    /// Tells people of something about the pod, or one of its containers.
    func tell(
        _ level: EventRecorder.Level, _ reason: String, _ container: String?, _ message: String
    ) {
        context.events.record(
            level, reason: reason,
            about: ObjectReference(
                apiVersion: "v1", kind: "Pod", namespace: manifest.namespace, name: manifest.name,
                uid: uid, fieldPath: container.map { manifest.fieldPath(of: $0) } ?? ""),
            message)
    }

    /// Something was done: look again.
    func acted() {
        lastAct = context.clock.now
        context.pods.add(uid)
    }
}
