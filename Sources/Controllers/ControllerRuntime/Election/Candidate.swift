import APIMachinery

/// One who wants to lead: decides what to write from what the Lease says and when that changed.
///
/// Whether the holder still lives is judged by the monotonic clock since its last renewal was seen;
/// the times in the Lease are another machine's and are compared with nothing.
package struct Candidate: Sendable {
    /// What to do about the Lease.
    package enum Step: Hashable, Sendable {
        /// Another holds it.
        case wait
        /// Write this.
        case write(LeaseRecord)
    }

    private let identity: String
    private let durationSeconds: Int
    private var seen: LeaseRecord?
    private var seenAt: Duration = .zero
    private var leads = false

    /// One who has seen nothing yet.
    package init(identity: String, durationSeconds: Int) {
        self.identity = identity
        self.durationSeconds = durationSeconds
    }

    /// Who holds it, as was seen last; empty for nobody.
    package var holder: String { seen?.holder ?? "" }

    /// How often the holder had changed, as was seen last.
    package var transitions: Int { seen?.transitions ?? 0 }

    /// What to do.
    /// - Parameters:
    ///   - record: what the Lease says; nil when there is none.
    ///   - now: on a clock that only goes forward.
    ///   - date: what is written.
    package mutating func look(
        at record: LeaseRecord?, now: Duration, date: Timestamp
    ) -> Step {
        if record != seen {
            seen = record
            seenAt = now
        }
        var mine = LeaseRecord()
        mine.holder = identity
        mine.durationSeconds = durationSeconds
        mine.renewTime = date.microTime
        mine.acquireTime = date.microTime
        leads = leads && record?.holder == identity
        guard let record else { return .write(mine) }
        if leads {
            mine.acquireTime = record.acquireTime
            mine.transitions = record.transitions
            return .write(mine)
        }
        // One's own from before is nobody's: what was sent then must not count as sent now.
        let isHeld =
            !record.holder.isEmpty && record.holder != identity
            && now - seenAt < .seconds(record.durationSeconds)
        if isHeld { return .wait }
        mine.transitions = record.transitions + 1
        return .write(mine)
    }

    /// It was written: nobody else holds it.
    package mutating func wrote(_ record: LeaseRecord, now: Duration) {
        seen = record
        seenAt = now
        leads = true
    }
}
