import APIMachinery

/// What becomes of occurrences: a new Event, a higher count of one, or nothing.
///
/// As upstream does it: the same words count up; more than ten different messages of the same
/// reason within ten minutes become one; one object gets 25 Events at once, then one every five
/// minutes.
package struct EventCorrelation {
    /// What is written.
    package struct Step {
        /// The Event's name.
        package var name: String
        /// What it says; the message may be a combined one.
        package var occurrence: Occurrence
        /// How often it happened; 1: the Event is new.
        package var count: Int
    }

    private struct Source: Hashable {
        var component: String
        var object: ObjectReference
    }

    private struct Sort: Hashable {
        var source: Source
        var level: EventRecorder.Level
        var reason: String
    }

    private struct Words: Hashable {
        var sort: Sort
        var message: String
    }

    private struct Tokens {
        var left: Double
        var at: Timestamp
    }

    private struct Similar {
        var messages: Set<String> = []
        var last: Timestamp
    }

    private static let capacity = 4096
    private static let burst = 25.0
    private static let secondsPerToken = 300.0
    private static let mostMessages = 10
    private static let similarSeconds: Int64 = 600

    private var tokens: [Source: Tokens] = [:]
    private var similar: [Sort: Similar] = [:]
    private var written: [Words: (name: String, count: Int)] = [:]

    /// Nothing was told yet.
    package init() {}

    /// What to write; nil when it is dropped.
    package mutating func take(_ occurrence: Occurrence) -> Step? {
        var occurrence = occurrence
        let source = Source(component: occurrence.component, object: occurrence.object)
        let sort = Sort(source: source, level: occurrence.level, reason: occurrence.reason)
        var words = Words(sort: sort, message: occurrence.message)
        if isCombined(words, at: occurrence.at) {
            occurrence.message = "(combined from similar events): " + occurrence.message
            words.message = ""
        }
        guard spend(source, at: occurrence.at) else { return nil }
        if let known = written[words] {
            written[words] = (known.name, known.count + 1)
            return Step(name: known.name, occurrence: occurrence, count: known.count + 1)
        }
        let name = Self.name(occurrence)
        if written.count >= Self.capacity { written = [:] }
        written[words] = (name, 1)
        return Step(name: name, occurrence: occurrence, count: 1)
    }

    /// It could not be written: the next of its kind is a new Event.
    package mutating func forget(_ occurrence: Occurrence) {
        let source = Source(component: occurrence.component, object: occurrence.object)
        let sort = Sort(source: source, level: occurrence.level, reason: occurrence.reason)
        written[Words(sort: sort, message: occurrence.message)] = nil
        written[Words(sort: sort, message: "")] = nil
    }

    /// Whether there have been too many messages of its reason lately.
    private mutating func isCombined(_ words: Words, at now: Timestamp) -> Bool {
        if similar.count >= Self.capacity { similar = [:] }
        var known = similar[words.sort] ?? Similar(last: now)
        if now.seconds - known.last.seconds > Self.similarSeconds { known.messages = [] }
        known.last = now
        if known.messages.count < Self.mostMessages { known.messages.insert(words.message) }
        similar[words.sort] = known
        return !known.messages.contains(words.message)
    }

    private mutating func spend(_ source: Source, at now: Timestamp) -> Bool {
        if tokens.count >= Self.capacity { tokens = [:] }
        var purse = tokens[source] ?? Tokens(left: Self.burst, at: now)
        // A clock that went back fills nothing.
        let passed = Double(max(0, now.microseconds - purse.at.microseconds)) / 1_000_000
        purse.left = min(Self.burst, purse.left + passed / Self.secondsPerToken)
        purse.at = now
        defer { tokens[source] = purse }
        guard purse.left >= 1 else { return false }
        purse.left -= 1
        return true
    }

    /// The object's name and the time, in nanoseconds as no two Events have them.
    private static func name(_ occurrence: Occurrence) -> String {
        let nanoseconds = occurrence.at.microseconds * 1000 + Int64.random(in: 0..<1000)
        return occurrence.object.name + "." + String(nanoseconds, radix: 16)
    }
}
