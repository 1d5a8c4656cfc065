/// A cursor over received bytes that throws where they end too early, and never traps.
public struct NetlinkReader: Sendable {
    @usableFromInline let bytes: ArraySlice<UInt8>
    @usableFromInline var position: Int

    /// A cursor at the start of `bytes`.
    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Whether everything is read.
    @inlinable public var isAtEnd: Bool { position >= bytes.endIndex }

    /// How many bytes are left.
    @inlinable public var remaining: Int { bytes.endIndex - position }

    /// How far the cursor is from the start of the buffer it was received in.
    @inlinable public var offset: Int { position }

    /// One byte.
    @inlinable
    public mutating func u8() throws(NetlinkDecodeError) -> UInt8 { try load() }

    /// Two bytes in host order.
    @inlinable
    public mutating func u16() throws(NetlinkDecodeError) -> UInt16 { try load() }

    /// Four bytes in host order.
    @inlinable
    public mutating func u32() throws(NetlinkDecodeError) -> UInt32 { try load() }

    /// Four bytes in host order, signed.
    @inlinable
    public mutating func i32() throws(NetlinkDecodeError) -> Int32 { try load() }

    /// Eight bytes in host order.
    @inlinable
    public mutating func u64() throws(NetlinkDecodeError) -> UInt64 { try load() }

    /// Two bytes in network order.
    @inlinable
    public mutating func be16() throws(NetlinkDecodeError) -> UInt16 {
        UInt16(bigEndian: try load())
    }

    /// Four bytes in network order.
    @inlinable
    public mutating func be32() throws(NetlinkDecodeError) -> UInt32 {
        UInt32(bigEndian: try load())
    }

    /// The next `count` bytes.
    @inlinable
    public mutating func take(_ count: Int) throws(NetlinkDecodeError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw NetlinkDecodeError("\(count) bytes wanted, \(remaining) left", at: position)
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Passes over `count` bytes.
    @inlinable
    public mutating func skip(_ count: Int) throws(NetlinkDecodeError) {
        _ = try take(count)
    }

    /// Passes over what pads to four bytes; the last of a buffer may lack it.
    @inlinable
    public mutating func skipPadding() {
        let read = position - bytes.startIndex
        position = min(bytes.startIndex + NetlinkHeader.aligned(read), bytes.endIndex)
    }

    /// A cursor over the attributes in the rest.
    @inlinable
    public func attributes() -> AttributeReader {
        AttributeReader(bytes[position...])
    }

    @inlinable @inline(__always)
    mutating func load<T: BitwiseCopyable>() throws(NetlinkDecodeError) -> T {
        guard remaining >= MemoryLayout<T>.size else {
            throw NetlinkDecodeError(
                "\(MemoryLayout<T>.size) bytes wanted, \(remaining) left", at: position)
        }
        defer { position += MemoryLayout<T>.size }
        let offset = position - bytes.startIndex
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
    }
}
