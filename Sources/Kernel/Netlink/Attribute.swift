/// One attribute as it was received.
public struct Attribute: Sendable {
    /// The type without its flag bits.
    public var type: UInt16
    /// Whether the sender says that it holds attributes. C: NLA_F_NESTED
    public var isNested: Bool
    /// What follows the header, without padding.
    public var bytes: ArraySlice<UInt8>

    /// An attribute made of its parts.
    @inlinable
    public init(type: UInt16, isNested: Bool = false, bytes: ArraySlice<UInt8>) {
        self.type = type
        self.isNested = isNested
        self.bytes = bytes
    }

    /// One byte.
    @inlinable public func u8() throws(NetlinkDecodeError) -> UInt8 { try load() }
    /// Two bytes in host order.
    @inlinable public func u16() throws(NetlinkDecodeError) -> UInt16 { try load() }
    /// Four bytes in host order.
    @inlinable public func u32() throws(NetlinkDecodeError) -> UInt32 { try load() }
    /// Four bytes in host order, signed.
    @inlinable public func i32() throws(NetlinkDecodeError) -> Int32 { try load() }
    /// Eight bytes in host order.
    @inlinable public func u64() throws(NetlinkDecodeError) -> UInt64 { try load() }

    /// Two bytes in network order.
    @inlinable public func be16() throws(NetlinkDecodeError) -> UInt16 {
        UInt16(bigEndian: try load())
    }

    /// Four bytes in network order.
    @inlinable public func be32() throws(NetlinkDecodeError) -> UInt32 {
        UInt32(bigEndian: try load())
    }

    /// Eight bytes in network order.
    @inlinable public func be64() throws(NetlinkDecodeError) -> UInt64 {
        UInt64(bigEndian: try load())
    }

    /// The text up to its NUL, or all of it when there is none.
    public func string() -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A cursor over the attributes inside.
    @inlinable public func nested() -> AttributeReader { AttributeReader(bytes) }

    @inlinable @inline(__always)
    func load<T: BitwiseCopyable>() throws(NetlinkDecodeError) -> T {
        guard bytes.count >= MemoryLayout<T>.size else {
            throw NetlinkDecodeError(
                "attribute \(type) holds \(bytes.count) bytes, \(MemoryLayout<T>.size) wanted",
                at: bytes.startIndex)
        }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
    }
}

/// A cursor over attributes, one after the other.
///
/// ```swift
/// var attributes = try message.attributes(after: 16)
/// while let attribute = try attributes.next() {
///     switch attribute.type { … }
/// }
/// ```
public struct AttributeReader: Sendable {
    @usableFromInline var reader: NetlinkReader

    /// A cursor at the first attribute of `bytes`.
    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        reader = NetlinkReader(bytes)
    }

    /// The next attribute; nil at the end. Throws when a length leads outside.
    @inlinable
    public mutating func next() throws(NetlinkDecodeError) -> Attribute? {
        if reader.isAtEnd { return nil }
        let start = reader.offset
        let length = Int(try reader.u16())
        let type = try reader.u16()
        guard length >= NetlinkHeader.attributeLength else {
            throw NetlinkDecodeError("attribute \(type) tells a length of \(length)", at: start)
        }
        let bytes = try reader.take(length - NetlinkHeader.attributeLength)
        reader.skipPadding()
        return Attribute(
            type: type & AttributeType.mask, isNested: type & AttributeType.nestedFlag != 0,
            bytes: bytes)
    }

    /// The first attribute of this type that is still ahead; nil when there is none.
    public func first(_ type: UInt16) throws(NetlinkDecodeError) -> Attribute? {
        var copy = self
        while let attribute = try copy.next() {
            if attribute.type == type { return attribute }
        }
        return nil
    }
}
