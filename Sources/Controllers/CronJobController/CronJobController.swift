import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Makes jobs at the times that CronJobs say.
public final class CronJobController: Controller {
    public static let name = "cronjob-controller"

    let context: ControllerContext
    let cronJobs: Informer
    let jobs: Informer
    private let zones = TimeZoneDatabase()
    private let queue = WorkQueue<ObjectName>()
    static let byCronJob = "cronJob"

    /// A controller of all CronJobs.
    public init(_ context: ControllerContext) {
        self.context = context
        cronJobs = context.cluster.informer(for: .cronJobs)
        jobs = context.cluster.informer(for: .jobs)
        jobs.addIndex(Self.byCronJob) { job in
            Self.owner(of: job).map { [$0.uid] } ?? []
        }
        cronJobs.onChange { [queue] change in
            if let object = change.new { queue.add(object.objectName) }
        }
        jobs.onChange { [queue] change in
            guard let job = change.object, let owner = Self.owner(of: job) else { return }
            queue.add(ObjectName(namespace: job.namespace, name: owner.name))
        }
    }

    private static func owner(of job: CachedObject) -> MetadataView.Owner? {
        job.meta.controller.flatMap { $0.kind == ResourceKind.cronJobs.kind ? $0 : nil }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 5, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
        }
        await reconciler.run(after: [cronJobs, jobs])
    }

    private func reconcile(_ name: ObjectName) async throws(APIStatus) -> Duration? {
        guard let object = cronJobs.get(namespace: name.namespace, name: name.name) else {
            return nil
        }
        var run = CronRun(controller: self, object: object)
        try await run.settle()
        var again: Duration?
        var failure: APIStatus?
        do throws(APIStatus) {
            again = try await begin(&run)
        } catch { failure = error }
        try await run.write()
        if let failure { throw failure }
        return again
    }

    /// Begins what is due.
    private func begin(_ run: inout CronRun) async throws(APIStatus) -> Duration? {
        let view = run.view
        if run.object.meta.isDeleting || view.isSuspended { return nil }
        guard let zone = zones[view.timeZone] else {
            run.tell(
                .warning, "UnknownTimeZone",
                "invalid timeZone: \"\(view.timeZone)\": unknown time zone \(view.timeZone)")
            return nil
        }
        guard let schedule = CronSchedule(view.schedule),
            let created = Timestamp(parsing: run.object.meta.creationTimestamp)
        else {
            run.tell(
                .warning, "UnparseableSchedule", "unparseable schedule: \"\(view.schedule)\"")
            return nil
        }
        let now = context.now()
        switch CronPlan(view, created: created, schedule: schedule, zone: zone, now: now) {
        case .wait(let next): return Self.pause(until: next, now)
        case .tooLate(let time):
            run.tell(
                .warning, "MissSchedule", "Missed scheduled time to start a job: \(time)")
        case .run(let time, let missed):
            if missed > 100 {
                run.tell(
                    .warning, "TooManyMissedTimes",
                    "too many missed start times: \(missed). Set or decrease "
                        + ".spec.startingDeadlineSeconds or check clock skew")
            }
            try await run.start(for: time)
        }
        return Self.pause(until: schedule.next(after: now, in: zone), now)
    }

    /// Clocks jump: nobody waits for longer than a minute without looking at them.
    private static func pause(until next: Timestamp?, _ now: Timestamp) -> Duration? {
        next.map { next in
            let whole = Duration.microseconds(next.microseconds - now.microseconds)
            return min(.seconds(60), max(.milliseconds(10), whole + .milliseconds(10)))
        }
    }
}
