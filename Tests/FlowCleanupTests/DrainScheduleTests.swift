import FlowCleanup
import NetworkAddress
import ServiceModel
import Testing

/// When connections to endpoints that were taken out are cut.
@Suite struct DrainScheduleTests {
    let cluster = "10.96.0.1:80"
    let one = "10.244.0.1:80"
    let two = "10.244.0.2:80"
    let second: UInt64 = 1_000_000_000

    func plan(_ endpoints: [String], _ removal: RemovalPolicy) throws -> ServicePortPlan {
        try PlanTexts.plan(.tcp, at: [cluster, "node:30080"], endpoints, removal: removal)
    }

    func schedule(
        _ old: ServicePortPlan?, _ new: ServicePortPlan?, now: UInt64 = 0
    ) throws -> DrainSchedule {
        var schedule = DrainSchedule()
        schedule.note(try PlanTexts.change(old, new), now: now)
        return schedule
    }

    @Test func `each policy has its time`() throws {
        let rows: [(RemovalPolicy, UInt64?)] = [
            (.keep, nil), (.reset, 5), (.drain(seconds: 30), 5 + 30 * second),
        ]
        for (policy, due) in rows {
            let schedule = try schedule(
                try plan([one, two], policy), try plan([two], policy), now: 5)
            #expect(schedule.next == due, "\(policy)")
        }
    }

    @Test func `connections to the endpoint that went are cut, by every target`() throws {
        var schedule = try schedule(
            try plan([one, two], .drain(seconds: 30)), try plan([two], .drain(seconds: 30)))
        #expect(schedule.takeDue(29 * second).isEmpty)
        let targets: Set = [
            try PlanTexts.target(cluster, .tcp), try PlanTexts.target("node:30080", .tcp),
        ]
        #expect(schedule.takeDue(30 * second) == [.tcp: [try PlanTexts.endpoint(one): targets]])
        #expect(schedule.next == nil)
    }

    @Test func `an endpoint that serves again in time is spared`() throws {
        let policy = RemovalPolicy.drain(seconds: 30)
        var schedule = try schedule(try plan([one, two], policy), try plan([two], policy))
        schedule.note(
            try PlanTexts.change(try plan([two], policy), try plan([one, two], policy)),
            now: 10 * second)
        #expect(schedule.next == nil)
    }

    @Test func `one that still serves what it has is not taken out`() throws {
        let old = try plan([one, two], .reset)
        let new = try PlanTexts.plan(
            .tcp, at: [cluster], [two], retained: [one], removal: .reset)
        #expect(try schedule(old, new).next == nil)
    }

    @Test func `a deleted Service's last word holds`() throws {
        var schedule = try schedule(try plan([one, two], .reset), nil, now: 7)
        let due = schedule.takeDue(7)
        #expect(
            Set(try #require(due[.tcp]).keys) == [
                try PlanTexts.endpoint(one), try PlanTexts.endpoint(two),
            ])
    }

    @Test func `a new policy holds for those that drain already`() throws {
        let long = RemovalPolicy.drain(seconds: 600)
        var sooner = try schedule(try plan([one, two], long), try plan([two], long))
        var never = sooner
        sooner.note(
            try PlanTexts.change(try plan([two], long), try plan([two], .reset)), now: second)
        #expect(sooner.next == second)
        never.note(
            try PlanTexts.change(try plan([two], long), try plan([two], .keep)), now: second)
        #expect(never.next == nil)
    }

    @Test func `UDP is none of its business, and no time is too long`() throws {
        let old = try PlanTexts.plan(.udp, at: [cluster], [one], removal: .reset)
        #expect(try schedule(old, nil).next == nil)
        let long = try schedule(
            try plan([one], .drain(seconds: .max)), try plan([], .drain(seconds: .max)))
        #expect(try #require(long.next) > 0)
    }

    @Test func `everything anew spares who serves, and begins what was found`() throws {
        let policy = RemovalPolicy.drain(seconds: 30)
        var schedule = try schedule(try plan([one, two], policy), try plan([], policy))
        let now = try plan([two], policy)
        schedule.spare(by: [now])
        #expect(schedule.cuts[now.name].map { Array($0.keys) } == [try PlanTexts.endpoint(one)])
        let target = try PlanTexts.target(cluster, .tcp)
        var found = DrainSchedule()
        found.note(try PlanTexts.endpoint(one), of: target, now, now: second)
        #expect(found.next == 31 * second)
    }
}
