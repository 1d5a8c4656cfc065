import APIMachinery
import CronJobController
import LinuxSystem
import Testing

@Suite struct CronScheduleTests {
    private func next(
        _ schedule: String, after time: String, zone: TimeZoneRules = .utc
    ) throws -> String {
        let schedule = try #require(CronSchedule(schedule))
        let time = try #require(Timestamp(parsing: time))
        return schedule.next(after: time, in: zone)?.description ?? "never"
    }

    @Test(arguments: [
        ("*/15 * * * *", "2026-03-01T10:07:30Z", "2026-03-01T10:15:00Z"),
        ("*/15 * * * *", "2026-03-01T10:15:00Z", "2026-03-01T10:30:00Z"),
        ("0 8-18/2 * * mon-fri", "2026-02-28T12:00:00Z", "2026-03-02T08:00:00Z"),
        ("30 2 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T02:30:00Z"),
        ("0 0 13 * fri", "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z"),
        ("0 0 31 12 *", "2026-12-31T00:00:00Z", "2027-12-31T00:00:00Z"),
        ("@monthly", "2026-12-15T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("@weekly", "2026-03-03T00:00:00Z", "2026-03-08T00:00:00Z"),
        ("@every 1h30m", "2026-03-03T00:00:05Z", "2026-03-03T01:30:05Z"),
        ("5 4 30 2 *", "2026-03-03T00:00:00Z", "never"),
    ])
    func `the next time is what cron says`(
        _ schedule: String, _ time: String, _ expected: String
    ) throws {
        #expect(try next(schedule, after: time) == expected)
    }

    @Test(arguments: ["", "* * * *", "60 * * * *", "* 24 * * *", "a * * * *", "*/0 * * * *"])
    func `what is no schedule is none`(_ text: String) {
        #expect(CronSchedule(text) == nil)
    }

    @Test func `clocks that change leave out an hour, or show one twice`() throws {
        let zone = try #require(
            TimeZoneRules(file: try Files.read("/usr/share/zoneinfo/Europe/Berlin")))
        #expect(
            try next("30 2 * * *", after: "2040-03-24T12:00:00Z", zone: zone)
                == "2040-03-26T00:30:00Z")
        #expect(
            try next("0 12 * * *", after: "2040-07-01T11:00:00Z", zone: zone)
                == "2040-07-02T10:00:00Z")
        #expect(
            try next("30 2 * * *", after: "2026-10-25T00:31:00Z", zone: zone)
                == "2026-10-25T01:30:00Z")
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", "2026-07-01T00:00:00Z", -4),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-12-01T00:00:00Z", -5),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 11),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 10),
        ("<-03>3", "2026-07-01T00:00:00Z", -3),
    ])
    func `rules for all years are read`(_ text: String, _ time: String, _ hours: Int64) throws {
        let rule = try #require(TimeZoneRule(text))
        #expect(rule.offset(at: try #require(Timestamp(parsing: time)).seconds) == hours * 3600)
    }

    @Test func `a long absence counts, and its end is found soon`() throws {
        let schedule = try #require(CronSchedule("* * * * *"))
        let due = schedule.due(
            after: try #require(Timestamp(parsing: "1990-01-01T00:00:00Z")),
            until: try #require(Timestamp(parsing: "2026-01-01T00:00:30Z")), in: .utc)
        #expect(due?.last.description == "2026-01-01T00:00:00Z")
        #expect(due?.count ?? 0 > 1000)
    }
}
