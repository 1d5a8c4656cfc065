import ControllerRuntime
import SchedulingModel
import SchedulingPlugins

/// What the scheduler knows, and what it does with one pod. No I/O: it returns what to write.
struct SchedulingLoop {
    typealias Instant = ContinuousClock.Instant

    let options: SchedulerOptions
    let caches: ClusterCaches
    let pods: Informer
    let writer: ClusterWriter
    let scoreLog: ScoreLog
    let table = NodeTable()
    var queue: SchedulingQueue
    var nominations = Nominations()
    /// Pods that were given a node and are not seen there yet.
    var assumed: [String: QueuedPod] = [:]
    /// Bindings under way.
    var bindings = 0
    private var placement = Placement()
    private var lastFlush = ContinuousClock.now

    init(
        options: SchedulerOptions, caches: ClusterCaches, pods: Informer, writer: ClusterWriter,
        scoreLog: ScoreLog
    ) {
        self.options = options
        self.caches = caches
        self.pods = pods
        self.writer = writer
        self.scoreLog = scoreLog
        queue = SchedulingQueue(
            firstBackoff: options.firstBackoff, longestBackoff: options.longestBackoff)
        placement.percentageOfNodesToScore = options.percentageOfNodesToScore
        placement.tellsScores = scoreLog.isOpen
    }

    /// When there will be something to do without a message.
    mutating func nextDue(now: Instant) -> Instant? {
        let flush = now + .seconds(30)
        if bindings >= options.parallelBindings { return flush }
        return queue.nextDue().map { min($0, flush) } ?? (queue.count > 0 ? flush : nil)
    }

    /// Looks at the pod whose turn it is.
    /// - Returns: what to write; nil when no pod's turn has come.
    mutating func scheduleOne(now: Instant) -> [ClusterWrite]? {
        if now - lastFlush > .seconds(30) {
            lastFlush = now
            queue.wakeOld(since: now - options.longestWait, now: now)
        }
        guard bindings < options.parallelBindings, let queued = queue.next(now: now) else {
            return nil
        }
        let input = SchedulingInput(pod: queued.pod, table: table, objects: caches)
        scoreLog.begin(queued.pod)
        switch placement.place(input, nominations) {
        case .node(let node, let scores):
            scoreLog.tell(scores, of: queued.pod)
            return assume(queued, on: node.name)
        case .nowhere(let diagnosis):
            return fail(queued, diagnosis, input, now)
        }
    }

    private mutating func assume(_ queued: QueuedPod, on node: String) -> [ClusterWrite] {
        let pod = queued.pod
        table.place(pod, on: node)
        assumed[pod.uid] = queued
        nominations.remove(uid: pod.uid)
        bindings += 1
        return [.bind(pod, node: node)]
    }

    private mutating func fail(
        _ queued: QueuedPod, _ diagnosis: Diagnosis, _ input: SchedulingInput, _ now: Instant
    ) -> [ClusterWrite] {
        let pod = queued.pod
        var diagnosis = diagnosis
        var nominated: String?
        var writes: [ClusterWrite] = []
        if diagnosis.nodeCount > 0 {
            switch DefaultPreemption(input, nominations).run(diagnosis) {
            case .candidate(let node, let victims):
                nominated = node
                writes = makeRoom(for: pod, on: node, victims)
            case .nothing(let why):
                // The first words are those of the plugin for resource claims.
                diagnosis.afterwards = "no new claims to deallocate, " + why
                if !why.hasSuffix("on the nominated node."), !pod.nominatedNodeName.isEmpty {
                    nominations.remove(uid: pod.uid)
                    nominated = ""
                }
            }
        }
        queue.park(queued, refusedBy: diagnosis.plugins, now: now)
        return [.reportFailure(pod, diagnosis.message, nominated: nominated)] + writes
    }

    private mutating func makeRoom(
        for pod: PodInfo, on node: String, _ victims: [PodInfo]
    ) -> [ClusterWrite] {
        var writes: [ClusterWrite] = []
        for rival in nominations.pods(on: node) where rival.priority < pod.priority {
            nominations.remove(uid: rival.uid)
            writes.append(.clearNomination(rival))
        }
        nominations.nominate(pod, to: node)
        for victim in victims where !victim.isDeleting {
            writes.append(.preempt(victim, by: pod, node: node))
        }
        return writes
    }
}
