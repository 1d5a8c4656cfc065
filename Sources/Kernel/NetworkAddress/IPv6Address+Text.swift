extension IPv6Address: ASCIIText {
    static var longestText: Int { 45 }

    /// Reads any form of RFC 4291 §2.2. A zone (`%eth0`) is refused: it names a link of one host.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// The form of RFC 5952: `2001:db8::1`; a mapped address ends dotted, `::ffff:10.0.0.1`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> IPv6Address? {
        var groups = Groups()
        var hasMore = true
        if reader.skipGap() {
            groups.hasGap = true
            hasMore = reader.isAtHexadecimalDigit
        }
        while hasMore {
            let start = reader.position
            guard groups.count < 8, let group = reader.hexadecimal(most: 4) else { return nil }
            if reader.next == 0x2E {
                reader.position = start
                guard groups.count <= 6, let last = IPv4Address.read(&reader) else { return nil }
                groups.append(UInt16(truncatingIfNeeded: last.rawValue >> 16))
                groups.append(UInt16(truncatingIfNeeded: last.rawValue))
                break
            }
            groups.append(group)
            if reader.skipGap() {
                if groups.hasGap { return nil }
                groups.hasGap = true
                hasMore = reader.isAtHexadecimalDigit
            } else {
                hasMore = reader.skip(":")
            }
        }
        return groups.address
    }

    /// The groups before the gap and those after it.
    private struct Groups {
        var head: UInt128 = 0
        var headCount = 0
        var tail: UInt128 = 0
        var tailCount = 0
        var hasGap = false

        var count: Int { headCount + tailCount }

        mutating func append(_ group: UInt16) {
            if hasGap {
                tail = tail << 16 | UInt128(group)
                tailCount += 1
            } else {
                head = head << 16 | UInt128(group)
                headCount += 1
            }
        }

        /// A gap stands for one group or more; without one there are eight.
        var address: IPv6Address? {
            guard hasGap ? count < 8 : count == 8 else { return nil }
            return IPv6Address(rawValue: head << UInt128(16 * (8 - headCount)) | tail)
        }
    }

    func write(_ writer: inout ASCIIWriter) {
        if let unmapped {
            for byte in "::ffff:".utf8 { writer.byte(byte) }
            return unmapped.write(&writer)
        }
        let gap = longestRunOfZeros
        var index = 0
        while index < 8 {
            if index == gap.lowerBound, !gap.isEmpty {
                writer.mark(":")
                writer.mark(":")
                index = gap.upperBound
                continue
            }
            if index > 0, index != gap.upperBound || gap.isEmpty { writer.mark(":") }
            writer.hexadecimal(group(index))
            index += 1
        }
    }

    /// The first of the longest runs of two or more groups that are zero (RFC 5952 §4.2).
    private var longestRunOfZeros: Range<Int> {
        var best = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || group(index) != 0 {
            if index - start >= 2, index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best
    }
}
