import NetworkAddress
import Nftables

/// Somebody who may use a Service port's load-balancer addresses: an element that is a range.
///
/// Here it is a key like the others: the number, the prefix's address, and its length.
struct AllowedSource {
    var number: ServiceNumber
    var prefix: IPPrefix

    init(_ number: ServiceNumber, _ prefix: IPPrefix) {
        self.number = number
        self.prefix = prefix
    }

    /// The prefixes that lie in no other: the kernel refuses ranges that overlap.
    static func outermost(_ prefixes: [IPPrefix], _ family: AddressFamily) -> [IPPrefix] {
        var kept: [IPPrefix] = []
        // A prefix that holds another sorts before it, and what lies between lies in it as well.
        let ordered = prefixes.filter { $0.family == family }.sorted {
            $0.base == $1.base ? $0.length < $1.length : $0.base < $1.base
        }
        for prefix in ordered where kept.last?.contains(prefix) != true { kept.append(prefix) }
        return kept
    }

    /// number . address . length.
    var key: PackedFields {
        var key = PackedFields()
        key.append(native: number.rawValue)
        key.append(prefix.base)
        key.append(UInt32(truncatingIfNeeded: prefix.length))
        return key
    }

    init?(_ key: PackedFields) {
        let family: AddressFamily = key.count == 12 ? .ipv4 : .ipv6
        let words = family.byteCount / 4
        guard key.count == 4 * (words + 2),
            let prefix = IPPrefix(
                base: key.address(at: 1, family), length: Int(key.word(words + 1)))
        else { return nil }
        self.init(ServiceNumber(rawValue: key.native(at: 0)), prefix)
    }

    /// The range as the kernel takes it.
    var element: Element {
        let first = FieldBytes().integer(number.rawValue)
        return Element(from: first.address(prefix.first), to: first.address(prefix.last))
    }

    /// A range that was read; nil when it is no prefix.
    init?(_ element: Element) {
        guard let first = PackedFields(element.key.array), first.count == 8 || first.count == 20
        else { return nil }
        let family: AddressFamily = first.count == 8 ? .ipv4 : .ipv6
        let last = element.keyEnd.flatMap { PackedFields($0.array) } ?? first
        guard last.count == first.count, last.native(at: 0) == first.native(at: 0),
            let prefix = IPPrefix(
                from: first.address(at: 1, family), through: last.address(at: 1, family))
        else { return nil }
        self.init(ServiceNumber(rawValue: first.native(at: 0)), prefix)
    }
}

extension IPPrefix {
    /// The prefix with these ends; nil when there is none.
    fileprivate init?(from first: IPAddress, through last: IPAddress) {
        let differing = zip(first.bytes, last.bytes).map { $0 ^ $1 }
        let same = differing.prefix { $0 == 0 }.count
        let partial = differing.dropFirst(same).first.map { $0.leadingZeroBitCount } ?? 0
        self.init(base: first, length: min(same * 8 + partial, first.family.bitWidth))
        guard base == first, self.last == last else { return nil }
    }
}
