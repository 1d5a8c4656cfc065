import NetworkAddress

/// A set element's key or data as the kernel keeps it: fields in network order, each filling
/// four-byte registers, 32 bytes at most.
///
/// A value without a heap allocation: a node with 10,000 Services compares 100,000 of these.
package struct PackedFields: Hashable, Sendable, BitwiseCopyable {
    private var first: UInt128 = 0
    private var second: UInt128 = 0
    /// How many bytes are filled; a multiple of four.
    package private(set) var count = 0

    package init() {}

    /// The bytes of an element that was read back; nil when they are more than 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        for byte in bytes { append(byte: byte) }
        while count % 4 != 0 { append(byte: 0) }
    }

    private mutating func append(byte: UInt8) {
        let shift = 120 - 8 * (count & 15)
        if count < 16 {
            first |= UInt128(byte) << shift
        } else {
            second |= UInt128(byte) << shift
        }
        count += 1
    }

    /// Adds a field of four bytes.
    package mutating func append(_ word: UInt32) {
        let shift = 96 - 8 * (count & 15)
        if count < 16 {
            first |= UInt128(word) << shift
        } else {
            second |= UInt128(word) << shift
        }
        count += 4
    }

    /// Adds an address of either family.
    package mutating func append(_ address: IPAddress) {
        switch address {
        case .v4(let address): append(address.rawValue)
        case .v6(let address):
            append(UInt32(truncatingIfNeeded: address.high >> 32))
            append(UInt32(truncatingIfNeeded: address.high))
            append(UInt32(truncatingIfNeeded: address.low >> 32))
            append(UInt32(truncatingIfNeeded: address.low))
        }
    }

    /// Adds a protocol: one byte, then padding.
    package mutating func append(_ transport: TransportProtocol) {
        append(UInt32(transport.number) << 24)
    }

    /// Adds a port: two bytes, then padding.
    package mutating func append(_ port: Port) { append(UInt32(port.rawValue) << 16) }

    /// Adds a number that the kernel keeps in the machine's own order.
    package mutating func append(native number: UInt32) { append(number.bigEndian) }

    /// The word at a register, counted from 0.
    package func word(_ index: Int) -> UInt32 {
        let half = index < 4 ? first : second
        return UInt32(truncatingIfNeeded: half >> (96 - 32 * (index & 3)))
    }

    /// The words, first to last.
    package var words: some RandomAccessCollection<UInt32> { (0..<count / 4).lazy.map(word) }

    /// The bytes as they go into a message.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for word in words {
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    /// The address that begins at a register.
    package func address(at index: Int, _ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: return .v4(IPv4Address(rawValue: word(index)))
        case .ipv6:
            let high = UInt64(word(index)) << 32 | UInt64(word(index + 1))
            let low = UInt64(word(index + 2)) << 32 | UInt64(word(index + 3))
            return .v6(IPv6Address(high: high, low: low))
        }
    }

    /// The protocol in a register.
    package func transport(at index: Int) -> TransportProtocol {
        TransportProtocol(number: UInt8(truncatingIfNeeded: word(index) >> 24))
    }

    /// The port in a register.
    package func port(at index: Int) -> Port {
        Port(rawValue: UInt16(truncatingIfNeeded: word(index) >> 16))
    }

    /// A number in the machine's own order in a register.
    package func native(at index: Int) -> UInt32 { UInt32(bigEndian: word(index)) }
}

extension PackedFields: Comparable {
    /// The order of the bytes.
    package static func < (left: PackedFields, right: PackedFields) -> Bool {
        if left.first != right.first { return left.first < right.first }
        return left.second == right.second ? left.count < right.count : left.second < right.second
    }
}
