import APIMachinery
import JSON
import Logging

/// Lets one of several processes work at a time, by a Lease.
///
/// A leader that can't renew in time stops its work before another may begin, and one that slept
/// through its lease is told so by `Leadership` before it writes again. What was on its way then
/// names the term that it was sent in: our server refuses it (`LeaseTerm`). With another server,
/// the revisions and unique ids that writes carry are what guards.
public struct LeaderElection: Sendable {
    /// Which Lease, and how patient.
    public struct Options: Sendable {
        /// The Lease's namespace.
        public var namespace = "kube-system"
        /// Its name: `kube-controller-manager`.
        public var name: String
        /// Who asks; no other process has the same.
        public var identity: String
        /// How long others wait after the last renewal that they saw.
        public var leaseDuration = Duration.seconds(15)
        /// How long a leader tries to renew before it gives up.
        public var renewDeadline = Duration.seconds(10)
        /// The pause between attempts.
        public var retryPeriod = Duration.seconds(2)

        /// The usual times.
        public init(name: String, identity: String) {
            self.name = name
            self.identity = identity
        }
    }

    private let options: Options
    private let cluster: any Cluster
    private let events: EventRecorder?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// An election.
    public init(
        _ options: Options, cluster: any Cluster, events: EventRecorder? = nil, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = ControllerContext.wallClock
    ) {
        self.options = options
        self.cluster = cluster
        self.events = events
        self.logger = logger
        self.now = now
    }

    /// Waits for the Lease and works while it holds, again and again until the task is cancelled;
    /// then the Lease is released.
    /// - Parameter work: must end soon once its task is cancelled.
    public func run(_ work: @escaping @Sendable (Leadership) async -> Void) async {
        while !Task.isCancelled {
            var candidate = Candidate(
                identity: options.identity,
                durationSeconds: max(1, Int(options.leaseDuration.components.seconds)))
            guard let asked = await acquire(&candidate) else { return }
            let leadership = Leadership(
                term(of: candidate), until: asked + options.leaseDuration)
            logger.info("\(options.identity) leads: \(options.name)")
            let leader = candidate
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await work(leadership) }
                group.addTask { await renew(leader, leadership) }
                await group.next()
                group.cancelAll()
            }
            if Task.isCancelled {
                // A request of a cancelled task would not be sent.
                await Task { await release() }.value
            } else {
                logger.error("\(options.identity) lost the lease \(options.name)")
            }
        }
    }

    /// - Returns: when it asked for what it got; nil when cancelled.
    private func acquire(_ candidate: inout Candidate) async -> ContinuousClock.Instant? {
        var told = ""
        while !Task.isCancelled {
            let start = ContinuousClock.now
            if await attempt(&candidate) {
                tell()
                return start
            }
            if candidate.holder != told {
                told = candidate.holder
                if !told.isEmpty { logger.info("\(told) leads: \(options.name)") }
            }
            // Not all at once.
            try? await Task.sleep(for: options.retryPeriod * Double.random(in: 1...2.2))
        }
        return nil
    }

    private func term(of candidate: Candidate) -> LeaseTerm {
        LeaseTerm(
            namespace: options.namespace, name: options.name, holder: options.identity,
            transitions: candidate.transitions)
    }

    /// Renews until that fails for too long, the term is over, or the task is cancelled.
    private func renew(_ candidate: Candidate, _ leadership: Leadership) async {
        let clock = ContinuousClock()
        var candidate = candidate
        var deadline = clock.now + options.renewDeadline
        while !Task.isCancelled, !leadership.isOver {
            try? await Task.sleep(for: options.retryPeriod)
            let (start, end) = (clock.now, deadline)
            let current = candidate
            // An answer that comes too late is none.
            let renewed = await withTaskGroup(of: Candidate?.self) { group in
                group.addTask {
                    var candidate = current
                    return await attempt(&candidate) ? candidate : nil
                }
                group.addTask {
                    try? await clock.sleep(until: end)
                    return nil
                }
                let first = await group.next() ?? nil
                group.cancelAll()
                return first
            }
            if let renewed {
                // Got anew after another had it: work that began before knows nothing of that.
                if term(of: renewed) != leadership.term { return }
                candidate = renewed
                deadline = start + options.renewDeadline
                leadership.extend(until: start + options.leaseDuration)
            } else if clock.now >= deadline {
                return
            }
        }
    }

    /// Tries once.
    /// - Returns: whether it holds the Lease now.
    private func attempt(_ candidate: inout Candidate) async -> Bool {
        do throws(APIStatus) {
            let lease = try await found()
            let step = candidate.look(
                at: lease.map(LeaseRecord.init), now: Self.monotonic, date: now())
            guard case .write(let record) = step else { return false }
            try await write(record, over: lease)
            candidate.wrote(record, now: Self.monotonic)
            return true
        } catch {
            if error.code != 409, !Task.isCancelled {
                logger.warning("lease \(options.name): \(error)")
            }
            return false
        }
    }

    private func found() async throws(APIStatus) -> APIObject? {
        do throws(APIStatus) {
            return try await cluster.get(
                .leases, namespace: options.namespace, name: options.name)
        } catch {
            if error.code == 404 { return nil }
            throw error
        }
    }

    /// The revision that was read must still be the last: of two who try, one succeeds.
    private func write(
        _ record: LeaseRecord, over lease: APIObject?
    ) async throws(APIStatus) {
        if var lease {
            lease["spec"] = record.json
            try await cluster.update(.leases, lease)
            return
        }
        let lease = APIObject([
            "metadata": [
                "name": .string(options.name), "namespace": .string(options.namespace),
            ], "spec": record.json,
        ])
        try await cluster.create(.leases, lease)
    }

    private func release() async {
        do throws(APIStatus) {
            guard let lease = try await found() else { return }
            var record = LeaseRecord(lease)
            guard record.holder == options.identity else { return }
            record.holder = ""
            record.durationSeconds = 1
            record.renewTime = now().microTime
            record.acquireTime = record.renewTime
            try await write(record, over: lease)
        } catch {
            logger.warning("lease \(options.name): \(error)")
        }
    }

    private func tell() {
        events?.record(
            .normal, reason: "LeaderElection",
            about: ObjectReference(
                apiVersion: ResourceKind.leases.apiVersion, kind: "Lease",
                namespace: options.namespace, name: options.name, uid: ""),
            "\(options.identity) became leader")
    }

    private static let origin = ContinuousClock.now
    private static var monotonic: Duration { ContinuousClock.now - origin }
}
