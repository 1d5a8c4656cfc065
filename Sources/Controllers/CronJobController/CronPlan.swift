import APIMachinery

/// What a CronJob has to do now.
enum CronPlan: Sendable, Hashable {
    /// Nothing until its next time; nil when there is none.
    case wait(Timestamp?)
    /// A job for a time that was due; `missed` of them were.
    case run(Timestamp, missed: Int)
    /// A time that was due, and too long ago.
    case tooLate(Timestamp)

    /// Decides.
    /// - Parameter created: when the CronJob was created.
    init(
        _ job: CronJobView, created: Timestamp, schedule: CronSchedule, zone: TimeZoneRules,
        now: Timestamp
    ) {
        var start = job.lastScheduleTime ?? created
        if let deadline = job.startingDeadlineSeconds {
            let earliest = now.microseconds - Int64(deadline) * 1_000_000
            start = max(start, Timestamp(microseconds: earliest))
        }
        guard let due = schedule.due(after: start, until: now, in: zone) else {
            self = .wait(schedule.next(after: now, in: zone))
            return
        }
        if let deadline = job.startingDeadlineSeconds,
            due.last.microseconds + Int64(deadline) * 1_000_000 < now.microseconds
        {
            self = .tooLate(due.last)
        } else {
            self = .run(due.last, missed: due.count)
        }
    }
}
