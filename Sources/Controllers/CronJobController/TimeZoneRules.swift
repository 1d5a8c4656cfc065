/// How far a place's clocks are from UTC, as a compiled file of the time zone database says
/// (RFC 9636).
package struct TimeZoneRules: Sendable, Hashable {
    package static let utc = TimeZoneRules()

    private var transitions: [Int64] = []
    /// Seconds east of UTC from each transition on.
    private var offsets: [Int64] = []
    private var first: Int64 = 0
    /// What holds behind the last transition.
    private var rule: TimeZoneRule?

    private init() {}

    /// The rules of a file's bytes; nil when it is none, or one of the first version, which ends
    /// in 2037.
    package init?(file: [UInt8]) {
        var reader = BigEndianReader(file)
        guard let old = Counts(&reader), old.version >= UInt8(ascii: "2"),
            reader.skip(old.size(timeBytes: 4)), let new = Counts(&reader)
        else { return nil }
        var indices: [Int] = []
        var types: [Int64] = []
        for _ in 0..<new.times {
            guard let time = reader.number(8) else { return nil }
            transitions.append(time)
        }
        for _ in 0..<new.times {
            guard let index = reader.number(1) else { return nil }
            indices.append(Int(UInt8(truncatingIfNeeded: index)))
        }
        for _ in 0..<new.types {
            guard let offset = reader.number(4), reader.skip(2) else { return nil }
            types.append(offset)
        }
        guard let start = types.first, indices.allSatisfy({ $0 < types.count }),
            reader.skip(new.characters + new.leaps * 12 + new.standards + new.universals)
        else { return nil }
        first = start
        offsets = indices.map { types[$0] }
        rule = TimeZoneRule(reader.line())
    }

    /// Seconds east of UTC at a moment, in seconds since 1970.
    package func offset(at time: Int64) -> Int64 {
        guard let last = transitions.last else { return rule?.offset(at: time) ?? first }
        if time >= last, let rule { return rule.offset(at: time) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }

    /// The numbers in a block's header.
    private struct Counts {
        var version: UInt8
        var universals: Int
        var standards: Int
        var leaps: Int
        var times: Int
        var types: Int
        var characters: Int

        init?(_ reader: inout BigEndianReader) {
            guard reader.take(4) == Array("TZif".utf8), let version = reader.number(1),
                reader.skip(15)
            else { return nil }
            self.version = UInt8(truncatingIfNeeded: version)
            var counts: [Int] = []
            for _ in 0..<6 {
                guard let count = reader.number(4), (0..<1_000_000).contains(count) else {
                    return nil
                }
                counts.append(Int(count))
            }
            (universals, standards, leaps) = (counts[0], counts[1], counts[2])
            (times, types, characters) = (counts[3], counts[4], counts[5])
        }

        func size(timeBytes: Int) -> Int {
            times * (timeBytes + 1) + types * 6 + characters + leaps * (timeBytes + 4)
                + standards + universals
        }
    }
}

/// Numbers in network order, from the front of some bytes.
private struct BigEndianReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, rest.count >= count else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    /// A signed number of so many bytes.
    mutating func number(_ size: Int) -> Int64? {
        guard let bytes = take(size) else { return nil }
        let bits = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let shift = 64 - size * 8
        return Int64(bitPattern: bits << UInt64(shift)) >> Int64(shift)
    }

    /// The text between two line ends.
    func line() -> String {
        String(decoding: rest.dropFirst().prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
