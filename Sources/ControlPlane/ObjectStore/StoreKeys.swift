/// Keys are ordered and compared by their bytes, not as text: every store must agree on the order
/// whatever its language thinks of letters.
package enum StoreKeys {
    /// Whether one key comes before another.
    package static func isOrdered(_ a: String, before b: String) -> Bool {
        a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    /// Whether a key lies under a prefix.
    package static func has(_ key: String, prefix: String) -> Bool {
        key.utf8.starts(with: prefix.utf8)
    }

    /// The first bytes behind every key with a prefix; nil when there is no end (an empty prefix).
    package static func end(ofPrefix prefix: String) -> [UInt8]? {
        var bytes = Array(prefix.utf8)
        while let last = bytes.popLast() {
            if last < 0xff { return bytes + [last + 1] }
        }
        return nil
    }
}

extension StoreWrite {
    /// Whether what the key is now, is what the write expects.
    package func isExpected(_ current: StoredValue?) -> Bool {
        switch expectation {
        case .anything: true
        case .absent: current == nil
        case .unchanged(let since): current?.modified == since
        }
    }
}

extension StoreChange {
    /// What of a change lies under a prefix; nil when nothing does.
    package func under(_ prefix: String) -> StoreChange? {
        if events.allSatisfy({ StoreKeys.has($0.key, prefix: prefix) }) { return self }
        let found = events.filter { StoreKeys.has($0.key, prefix: prefix) }
        return found.isEmpty ? nil : StoreChange(revision: revision, events: found)
    }
}
