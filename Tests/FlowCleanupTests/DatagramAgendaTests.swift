import Conntrack
import FlowCleanup
import NetworkAddress
import ServiceModel
import Testing

/// Which UDP flows a change makes worth looking at.
@Suite struct DatagramAgendaTests {
    let cluster = "10.96.0.1:53"
    let one = "10.244.0.1:53"
    let two = "10.244.0.2:53"

    func agenda(
        _ old: ServicePortPlan?, _ new: ServicePortPlan?
    ) throws -> DatagramAgenda {
        var agenda = DatagramAgenda()
        agenda.note([try PlanTexts.change(old, new)])
        return agenda
    }

    @Test func `an endpoint that goes makes the flows of every target suspicious`() throws {
        let targets = [cluster, "203.0.113.1:53", "node:30053"]
        let agenda = try agenda(
            try PlanTexts.plan(.udp, at: targets, [one, two]),
            try PlanTexts.plan(.udp, at: targets, [two]))
        let serving: Set = [try PlanTexts.endpoint(two)]
        for target in targets {
            #expect(agenda.targets[try PlanTexts.target(target, .udp)] == serving)
        }
        #expect(agenda.suspects == [try PlanTexts.endpoint(one)])
        let filter = agenda.filter(.ipv4)
        #expect(filter.replySource == IPAddress("10.244.0.1"))
        #expect(filter.status == .destinationNAT && filter.transport == .udp)
    }

    @Test func `what does not end anybody's service disturbs no flow`() throws {
        let before = try PlanTexts.plan(.udp, at: [cluster], [one])
        let harmless = [
            try PlanTexts.plan(.udp, at: [cluster], [one, two]),
            try PlanTexts.plan(.udp, at: [cluster], [one], method: .sourceHash),
            try PlanTexts.plan(.udp, at: [cluster], [one], weight: 7),
            try PlanTexts.plan(.udp, at: [cluster], [two], retained: [one]),
            try PlanTexts.plan(.udp, at: [cluster], [two], local: [one], external: .local),
        ]
        for plan in harmless {
            #expect(try agenda(before, plan).isEmpty, "\(plan)")
        }
        let others = try PlanTexts.plan(.tcp, at: [cluster], [one])
        #expect(try agenda(others, nil).isEmpty)
    }

    @Test func `a Service without endpoints, or deleted, leaves no flow`() throws {
        let before = try PlanTexts.plan(.udp, at: [cluster], [one])
        let target = try PlanTexts.target(cluster, .udp)
        let emptied = try agenda(before, try PlanTexts.plan(.udp, at: [cluster], []))
        let deleted = try agenda(before, nil)
        for agenda in [emptied, deleted] {
            #expect(agenda.targets == [target: []])
            #expect(!agenda.hasStrangers)
            #expect(agenda.filter(.ipv4).originalDestinationPort == 53)
        }
    }

    @Test func `flows that began before the Service, or its endpoints, are looked at`() throws {
        let full = try PlanTexts.plan(.udp, at: [cluster], [one])
        let empty = try PlanTexts.plan(.udp, at: [cluster], [])
        for old in [nil, empty] {
            let agenda = try agenda(old, full)
            #expect(agenda.hasStrangers)
            #expect(agenda.filter(.ipv4).status == [])
        }
    }

    @Test func `a target that changes hands is its new owner's, whatever comes first`() throws {
        let old = try PlanTexts.plan(.udp, at: [cluster], [one], service: "b")
        let new = try PlanTexts.plan(.udp, at: [cluster], [two], service: "a")
        let changes = [try PlanTexts.change(nil, new), try PlanTexts.change(old, nil)]
        let target = try PlanTexts.target(cluster, .udp)
        for order in [changes, changes.reversed()] {
            var agenda = DatagramAgenda()
            agenda.note(order)
            #expect(agenda.targets == [target: [try PlanTexts.endpoint(two)]])
        }
    }

    @Test func `an endpoint that comes back before anybody looked keeps its flows`() throws {
        let both = try PlanTexts.plan(.udp, at: [cluster], [one, two])
        let less = try PlanTexts.plan(.udp, at: [cluster], [two])
        var agenda = DatagramAgenda()
        agenda.note([try PlanTexts.change(both, less)])
        agenda.note([try PlanTexts.change(less, both)])
        let target = try PlanTexts.target(cluster, .udp)
        #expect(
            agenda.targets[target] == [try PlanTexts.endpoint(one), try PlanTexts.endpoint(two)])
    }

    @Test func `everything anew takes in all targets, and those of nobody`() throws {
        let former = try PlanTexts.target("10.96.0.9:53", .udp)
        var agenda = DatagramAgenda()
        agenda.note(
            [
                try PlanTexts.plan(.udp, at: [cluster], [one]),
                try PlanTexts.plan(.tcp, at: ["10.96.0.2:80"], [two], service: "web"),
            ], former: [former, try PlanTexts.target("10.96.0.8:80", .tcp)])
        let target = try PlanTexts.target(cluster, .udp)
        #expect(agenda.targets == [former: [], target: [try PlanTexts.endpoint(one)]])
        #expect(agenda.hasStrangers)
    }
}
