import DNSMessage

/// What the upstreams answered lately, with its age counted. Belongs to one event loop.
struct ForwardCache {
    /// What makes two questions one.
    struct Key: Hashable {
        var question: Question
        var dnssecOK: Bool
        var flags: HeaderFlags
    }

    private struct Entry {
        var message: DNSMessage
        var stored: UInt64
        var lifetime: UInt32
    }

    let capacity: Int
    let longest: UInt32
    private var entries: [Key: Entry] = [:]

    init(capacity: Int, longest: UInt32) {
        self.capacity = capacity
        self.longest = longest
    }

    /// The number of answers kept.
    var count: Int { entries.count }

    /// The answer to a question, its times to live less by its age; nil when there is none fresh.
    mutating func answer(_ key: Key, at seconds: UInt64) -> DNSMessage? {
        guard let entry = entries[key] else { return nil }
        let age = UInt32(clamping: seconds - entry.stored)
        guard age < entry.lifetime else {
            entries[key] = nil
            return nil
        }
        return aged(entry.message, by: age)
    }

    /// A message with times to live as this cache hands them out: never longer than it keeps them.
    func aged(_ message: DNSMessage, by age: UInt32) -> DNSMessage {
        guard longest > 0 else { return message }
        var message = message
        func shorten(_ records: inout [ResourceRecord]) {
            for at in records.indices {
                let ttl = min(records[at].ttl, longest)
                records[at].ttl = ttl - min(age, ttl)
            }
        }
        shorten(&message.answers)
        shorten(&message.authority)
        shorten(&message.additional)
        return message
    }

    /// Keeps an answer as long as its records allow (RFC 2308 §5 for "there is none").
    mutating func store(_ message: DNSMessage, for key: Key, at seconds: UInt64) {
        guard longest > 0, capacity > 0, let lifetime = Self.lifetime(of: message) else { return }
        let kept = min(lifetime, longest)
        guard kept > 0 else { return }
        if entries.count >= capacity { makeRoom(at: seconds) }
        entries[key] = Entry(message: message, stored: seconds, lifetime: kept)
    }

    // First what is too old; then any eighth: dictionaries have no order that one could exploit.
    private mutating func makeRoom(at seconds: UInt64) {
        entries = entries.filter { UInt32(clamping: seconds - $0.value.stored) < $0.value.lifetime }
        guard entries.count >= capacity else { return }
        for key in Array(entries.keys.prefix(max(1, capacity / 8))) { entries[key] = nil }
    }

    static func lifetime(of message: DNSMessage) -> UInt32? {
        switch message.responseCode {
        case .noError where !message.answers.isEmpty:
            if message.answers.last?.type == .cname { return negativeLifetime(of: message) }
            return message.answers.map(\.ttl).min()
        case .noError, .nameError: return negativeLifetime(of: message)
        default: return nil
        }
    }

    private static func negativeLifetime(of message: DNSMessage) -> UInt32? {
        for record in message.authority {
            if case .soa(let soa) = record.data {
                return min(record.ttl, soa.minimum, message.answers.map(\.ttl).min() ?? .max)
            }
        }
        return nil
    }
}
