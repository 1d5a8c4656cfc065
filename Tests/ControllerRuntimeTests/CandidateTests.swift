import APIMachinery
import ControllerRuntime
import Testing

/// Who may take a lease, and when.
@Suite struct CandidateTests {
    static let date = Timestamp(microseconds: 1_700_000_000_000_000)

    static func record(_ holder: String, renewed: String = "a", transitions: Int = 3) -> LeaseRecord
    {
        var record = LeaseRecord()
        record.holder = holder
        record.durationSeconds = 15
        record.renewTime = renewed
        record.acquireTime = "then"
        record.transitions = transitions
        return record
    }

    static func look(
        _ candidate: inout Candidate, _ record: LeaseRecord?, at seconds: Int
    ) -> LeaseRecord? {
        let step = candidate.look(at: record, now: .seconds(seconds), date: Self.date)
        if case .write(let record) = step { return record }
        return nil
    }

    @Test func `A lease that isn't there is made`() {
        var candidate = Candidate(identity: "me", durationSeconds: 15)
        let made = Self.look(&candidate, nil, at: 0)
        #expect(made?.holder == "me")
        #expect(made?.transitions == 0)
        #expect(made?.renewTime == Self.date.microTime)
    }

    @Test func `Another's lease is waited for until it was not renewed for its whole time`() {
        var candidate = Candidate(identity: "me", durationSeconds: 15)
        // However old the time in it is: only what is seen to change counts.
        #expect(Self.look(&candidate, Self.record("you"), at: 100) == nil)
        #expect(candidate.holder == "you")
        #expect(Self.look(&candidate, Self.record("you"), at: 114) == nil)
        #expect(Self.look(&candidate, Self.record("you", renewed: "b"), at: 115) == nil)
        #expect(Self.look(&candidate, Self.record("you", renewed: "b"), at: 129) == nil)
        let taken = Self.look(&candidate, Self.record("you", renewed: "b"), at: 130)
        #expect(taken?.holder == "me")
        #expect(taken?.transitions == 4)
    }

    @Test func `A lease that was given back is taken at once`() {
        var candidate = Candidate(identity: "me", durationSeconds: 15)
        #expect(Self.look(&candidate, Self.record(""), at: 0)?.holder == "me")
    }

    @Test func `One's own lease is renewed, and keeps when it was got`() {
        var candidate = Candidate(identity: "me", durationSeconds: 15)
        candidate.wrote(Self.record("me"), now: .zero)
        let renewed = Self.look(&candidate, Self.record("me", renewed: "b"), at: 0)
        #expect(renewed?.acquireTime == "then")
        #expect(renewed?.transitions == 3)
        #expect(renewed?.renewTime == Self.date.microTime)
    }

    @Test func `One's own lease from before one led is taken at once, for a new term`() {
        var candidate = Candidate(identity: "me", durationSeconds: 15)
        let taken = Self.look(&candidate, Self.record("me"), at: 0)
        #expect(taken?.acquireTime == Self.date.microTime)
        #expect(taken?.transitions == 4)
    }

    @Test func `Who lost the lease and gets it again begins a new term`() throws {
        var candidate = Candidate(identity: "me", durationSeconds: 15)
        candidate.wrote(Self.record("me"), now: .zero)
        #expect(Self.look(&candidate, Self.record("you", transitions: 4), at: 1) == nil)
        let again = try #require(
            Self.look(&candidate, Self.record("you", transitions: 4), at: 20))
        #expect(again.transitions == 5)
        candidate.wrote(again, now: .seconds(20))
        #expect(candidate.transitions == 5)
    }
}
