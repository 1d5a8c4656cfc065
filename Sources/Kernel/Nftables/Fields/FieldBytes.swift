import Netlink
import NetworkAddress

/// The bytes of one or several fields, as the kernel's registers hold them: each field padded to
/// four bytes, at most 64 in all.
///
/// Keys are built without a heap allocation:
///
/// ```swift
/// let key = FieldBytes().address(ip).proto(.tcp).port(80).integer(3)
/// ```
///
/// What does not fit any more is left out; `isComplete` says so.
public struct FieldBytes: Hashable, Sendable {
    @usableFromInline var words: InlineArray<16, UInt32>
    @usableFromInline var wordCount: UInt8
    @usableFromInline var hasOverflowed: Bool

    /// No bytes yet.
    @inlinable
    public init() {
        words = InlineArray(repeating: 0)
        wordCount = 0
        hasOverflowed = false
    }

    /// Whether everything that was appended had room.
    public var isComplete: Bool { !hasOverflowed }

    /// How many bytes there are, padding included.
    @inlinable public var count: Int { Int(wordCount) * 4 }

    /// An address of either family.
    @inlinable
    public func address(_ address: IPAddress) -> FieldBytes {
        switch address {
        case .v4(let address): word(address.rawValue.bigEndian)
        case .v6(let address): address6(address)
        }
    }

    @inlinable
    func address6(_ address: IPv6Address) -> FieldBytes {
        let raw = address.rawValue
        var copy = self
        copy.append(UInt32(truncatingIfNeeded: raw >> 96).bigEndian)
        copy.append(UInt32(truncatingIfNeeded: raw >> 64).bigEndian)
        copy.append(UInt32(truncatingIfNeeded: raw >> 32).bigEndian)
        copy.append(UInt32(truncatingIfNeeded: raw).bigEndian)
        return copy
    }

    /// A transport protocol, one byte.
    @inlinable
    public func proto(_ proto: TransportProtocol) -> FieldBytes { byte(proto.number) }

    /// A port, two bytes in network order.
    @inlinable
    public func port(_ port: Port) -> FieldBytes { self.port(number: port.rawValue) }

    /// A port, two bytes in network order.
    @inlinable
    public func port(number: UInt16) -> FieldBytes { word(UInt32(number.byteSwapped).littleEndian) }

    /// Four bytes in host order: marks, indices, random numbers, interface indices.
    @inlinable
    public func integer(_ value: UInt32) -> FieldBytes { word(value) }

    /// One byte.
    @inlinable
    public func byte(_ value: UInt8) -> FieldBytes { word(UInt32(value).littleEndian) }

    /// An interface's name, padded to sixteen bytes; longer names are cut as the kernel does.
    public func interfaceName(_ name: String) -> FieldBytes {
        var bytes = Array(name.utf8.prefix(15))
        bytes.append(contentsOf: repeatElement(0, count: 16 - bytes.count))
        return self.bytes(bytes)
    }

    /// A prefix's or other bytes as they are, padded to four.
    public func bytes(_ bytes: some Sequence<UInt8>) -> FieldBytes {
        var copy = self
        var word: UInt32 = 0
        var filled: UInt32 = 0
        for byte in bytes {
            word |= UInt32(byte) << (filled * 8)
            filled += 1
            if filled == 4 {
                copy.append(word.littleEndian)
                word = 0
                filled = 0
            }
        }
        if filled > 0 { copy.append(word.littleEndian) }
        return copy
    }

    /// Bytes as they were received, a word at a time.
    init(decoding bytes: ArraySlice<UInt8>) {
        self.init()
        var reader = NetlinkReader(bytes)
        while reader.remaining >= 4, let word = try? reader.u32() { append(word) }
        if !reader.isAtEnd { self = self.bytes(bytes.suffix(reader.remaining)) }
    }

    /// Several fields after another.
    @inlinable
    public func appending(_ other: FieldBytes) -> FieldBytes {
        var copy = self
        for index in 0..<Int(other.wordCount) { copy.append(other.words[index]) }
        return copy
    }

    /// The bytes in the order of memory.
    public var array: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        for index in 0..<Int(wordCount) {
            let word = words[index].littleEndian
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                result.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return result
    }

    @inlinable @inline(__always)
    func word(_ word: UInt32) -> FieldBytes {
        var copy = self
        copy.append(word)
        return copy
    }

    /// Appends four bytes as they stand in memory.
    @inlinable
    mutating func append(_ word: UInt32) {
        guard wordCount < 16 else { return overflow() }
        words[Int(wordCount)] = word
        wordCount += 1
    }

    @usableFromInline
    mutating func overflow() { hasOverflowed = true }
}

extension FieldBytes {
    /// Whether both hold the same bytes.
    @inlinable
    public static func == (left: FieldBytes, right: FieldBytes) -> Bool {
        guard left.wordCount == right.wordCount else { return false }
        for index in 0..<Int(left.wordCount) where left.words[index] != right.words[index] {
            return false
        }
        return true
    }

    /// Feeds the bytes.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        for index in 0..<Int(wordCount) { hasher.combine(words[index]) }
    }
}
