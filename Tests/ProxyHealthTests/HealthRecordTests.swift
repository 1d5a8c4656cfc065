import NetworkAddress
import ProxyHealth
import Testing

@Suite struct HealthRecordTests {
    enum Event {
        case queue(AddressFamily)
        case synchronise(AddressFamily)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// What happened, at which second.
        var events: [(second: UInt64, Event)]
        var askedAt: UInt64
        var isHealthy: Bool
        var lastUpdated: Int64?
    }

    static let rows = [
        Row(
            testDescription: "nothing happened yet", events: [], askedAt: 1000, isHealthy: true,
            lastUpdated: nil),
        Row(
            testDescription: "a first change waits: it is starting",
            events: [(1, .queue(.ipv4)), (1, .queue(.ipv6))], askedAt: 500, isHealthy: true,
            lastUpdated: nil),
        Row(
            testDescription: "all is taken in",
            events: [(1, .queue(.ipv4)), (2, .synchronise(.ipv4))], askedAt: 500,
            isHealthy: true, lastUpdated: 2),
        Row(
            testDescription: "a change waits and is not late",
            events: [(2, .synchronise(.ipv4)), (10, .queue(.ipv4))], askedAt: 69,
            isHealthy: true, lastUpdated: 2),
        Row(
            testDescription: "a change is late",
            events: [(2, .synchronise(.ipv4)), (10, .queue(.ipv4))], askedAt: 70,
            isHealthy: false, lastUpdated: 2),
        Row(
            testDescription: "the oldest change counts",
            events: [
                (2, .synchronise(.ipv4)), (10, .queue(.ipv4)), (60, .queue(.ipv4)),
            ], askedAt: 75, isHealthy: false, lastUpdated: 2),
        Row(
            testDescription: "one family late is enough",
            events: [
                (2, .synchronise(.ipv4)), (3, .synchronise(.ipv6)), (10, .queue(.ipv4)),
                (10, .queue(.ipv6)), (11, .synchronise(.ipv4)),
            ], askedAt: 80, isHealthy: false, lastUpdated: 3),
        Row(
            testDescription: "late, and then done",
            events: [
                (2, .synchronise(.ipv4)), (10, .queue(.ipv4)), (90, .synchronise(.ipv4)),
            ], askedAt: 91, isHealthy: true, lastUpdated: 90),
        Row(
            testDescription: "the later of both families is told",
            events: [(2, .synchronise(.ipv4)), (7, .synchronise(.ipv6))], askedAt: 8,
            isHealthy: true, lastUpdated: 7),
    ]

    @Test(arguments: rows) func `health is whether changes wait too long`(row: Row) {
        var record = HealthRecord(longestWait: .seconds(60))
        for (second, event) in row.events {
            switch event {
            case .queue(let family): record.queue(family, at: moment(second))
            case .synchronise(let family): record.synchronise(family, at: moment(second))
            }
        }
        let verdict = record.verdict(at: moment(row.askedAt))
        #expect(verdict.isHealthy == row.isHealthy)
        #expect(verdict.lastUpdated == row.lastUpdated)
    }

    /// The wall clock is what people are shown, and may be set; waits are measured by the other.
    @Test func `setting the wall clock makes nobody late`() {
        var record = HealthRecord(longestWait: .seconds(60))
        record.synchronise(.ipv4, at: moment(1))
        record.queue(.ipv4, at: moment(2))
        let later = HealthRecord.Moment(wall: 1_000_000, monotonic: 3_000_000_000)
        #expect(record.verdict(at: later).isHealthy)
    }

    private func moment(_ second: UInt64) -> HealthRecord.Moment {
        HealthRecord.Moment(wall: Int64(second), monotonic: second * 1_000_000_000)
    }
}
