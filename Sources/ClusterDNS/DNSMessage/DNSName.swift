/// A domain name in the form it has on the wire: labels behind their lengths, ended by the root.
///
/// Names compare and hash without case (RFC 4343) and keep the case they came with.
public struct DNSName: Sendable {
    /// The longest name, in bytes of its wire form (RFC 1035 §2.3.4).
    public static let maximumSize = 255
    /// The longest label, in bytes.
    public static let maximumLabelSize = 63
    /// The root, written `.`.
    public static let root = DNSName(uncheckedWire: [0])

    /// The wire form, uncompressed, with the root's zero at its end.
    public let wire: [UInt8]

    package init(uncheckedWire wire: [UInt8]) { self.wire = wire }

    /// A name of these labels, most specific first; nil when a label or the name is too long.
    public init?(labels: some Sequence<some Collection<UInt8>>) {
        var wire: [UInt8] = []
        for label in labels {
            guard !label.isEmpty, label.count <= Self.maximumLabelSize else { return nil }
            wire.append(UInt8(label.count))
            wire += label
        }
        wire.append(0)
        guard wire.count <= Self.maximumSize else { return nil }
        self.wire = wire
    }

    /// The labels, most specific first, without the root.
    public var labels: [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        var at = 0
        while at < wire.count, wire[at] != 0 {
            found.append(wire[(at + 1)...(at + Int(wire[at]))])
            at += Int(wire[at]) + 1
        }
        return found
    }

    /// This name with `suffix` in place of the root; nil when that is too long.
    public func appending(_ suffix: DNSName) -> DNSName? {
        guard wire.count - 1 + suffix.wire.count <= Self.maximumSize else { return nil }
        return DNSName(uncheckedWire: wire.dropLast() + suffix.wire)
    }

    /// Whether this is `ancestor` or a name below it.
    public func isWithin(_ ancestor: DNSName) -> Bool {
        let start = wire.count - ancestor.wire.count
        guard start >= 0 else { return false }
        var at = 0
        while at < start { at += Int(wire[at]) + 1 }
        return at == start && zip(wire[start...], ancestor.wire).allSatisfy { fold($0) == fold($1) }
    }

    /// The same name in lower case.
    public var lowercased: DNSName { DNSName(uncheckedWire: wire.map(fold)) }
}

extension DNSName: Hashable {
    public static func == (left: DNSName, right: DNSName) -> Bool {
        left.wire.count == right.wire.count
            && zip(left.wire, right.wire).allSatisfy { fold($0) == fold($1) }
    }

    public func hash(into hasher: inout Hasher) {
        for byte in wire { hasher.combine(fold(byte)) }
    }
}

/// A letter in lower case; every other byte as it is. Label lengths are below any letter.
@inlinable
package func fold(_ byte: UInt8) -> UInt8 {
    byte &- 65 < 26 ? byte | 0x20 : byte
}
