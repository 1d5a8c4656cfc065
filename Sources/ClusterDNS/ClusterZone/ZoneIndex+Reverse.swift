import DNSMessage
import NetworkAddress

extension ZoneIndex {
    /// Names of addresses, and the empty ones between them and the zone (RFC 8020).
    func lookupReverse(
        _ message: Span<UInt8>, _ query: borrowing QueryScan, zone: Int
    ) -> ZoneAnswer {
        let apex = zones[zone].labelCount
        let depth = query.labelCount - apex
        guard depth > 0 else { return apexAnswer(query.type, zone: zone) }
        // Below `in-addr.arpa` a name has up to 4 labels, below `ip6.arpa` up to 32.
        let parsed: (IPAddress, Int)? =
            switch zones[zone].kind {
            case .reverse4: reverse4(message, query)
            case .reverse6: reverse6(message, query)
            default: nil
            }
        guard let (address, length) = parsed else {
            return lookupServer(message, query, zone: zone, depth: depth)
        }
        guard length == address.family.bitWidth else {
            let prefix = ReversePrefix(of: address, length: length)
            return ZoneAnswer(
                prefixes.entry(like: prefix) == nil ? .nameError : .noData, zone: zone)
        }
        guard let entry = pointers.entry(like: PointerEntry(address)) else {
            return ZoneAnswer(.nameError, zone: zone)
        }
        return present(.pointers(entry), RecordType.ptrNumber, query.type, zone: zone)
    }

    private func reverse4(
        _ message: Span<UInt8>, _ query: borrowing QueryScan
    ) -> (IPAddress, Int)? {
        let count = query.labelCount - 2
        guard (1...4).contains(count) else { return nil }
        var raw: UInt32 = 0
        for label in 0..<count {
            let start = QueryScan.nameStart + query.labelStart(fromRoot: label + 2)
            guard let part = decimal(message, from: start + 1, count: Int(message[start])) else {
                return nil
            }
            raw |= part << (24 - 8 * UInt32(label))
        }
        return (.v4(IPv4Address(rawValue: raw)), 8 * count)
    }

    private func reverse6(
        _ message: Span<UInt8>, _ query: borrowing QueryScan
    ) -> (IPAddress, Int)? {
        let count = query.labelCount - 2
        guard (1...32).contains(count) else { return nil }
        var raw: UInt128 = 0
        for label in 0..<count {
            let start = QueryScan.nameStart + query.labelStart(fromRoot: label + 2)
            guard message[start] == 1, let digit = hexadecimal(message[start + 1]) else {
                return nil
            }
            raw |= UInt128(digit) << (124 - 4 * UInt128(label))
        }
        return (.v6(IPv6Address(rawValue: raw)), 4 * count)
    }
}

/// A number from 0 to 255 without leading zeros.
func decimal(_ message: Span<UInt8>, from start: Int, count: Int) -> UInt32? {
    guard (1...3).contains(count), count == 1 || message[start] != UInt8(ascii: "0") else {
        return nil
    }
    var value: UInt32 = 0
    for at in start..<(start + count) {
        let digit = message[at] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + UInt32(digit)
    }
    return value < 256 ? value : nil
}

/// The value of a hexadecimal digit of either case.
func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch fold(byte) {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): fold(byte) - UInt8(ascii: "a") + 10
    default: nil
    }
}

/// `10-244-1-7` or `fd00-10--7`: with three dashes, none beside another, it is IPv4.
func dashedAddress(_ message: Span<UInt8>, from start: Int, count: Int) -> IPAddress? {
    guard count <= 39 else { return nil }
    var text = InlineArray<40, UInt8>(repeating: 0)
    var dashes = 0
    var isDouble = false
    for at in 0..<count {
        let byte = message[start + at]
        guard byte == UInt8(ascii: "-") || hexadecimal(byte) != nil else { return nil }
        if byte == UInt8(ascii: "-") {
            dashes += 1
            isDouble = isDouble || at > 0 && message[start + at - 1] == byte
        }
        text[at] = byte
    }
    let separator = dashes == 3 && !isDouble ? UInt8(ascii: ".") : UInt8(ascii: ":")
    for at in 0..<count where text[at] == UInt8(ascii: "-") { text[at] = separator }
    return IPAddress(utf8: text.span.extracting(0..<count))
}
