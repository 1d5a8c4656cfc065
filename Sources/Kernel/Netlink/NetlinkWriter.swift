/// Builds netlink messages in one growing buffer; lengths are filled in when a closure ends.
///
/// ```swift
/// var writer = NetlinkWriter()
/// writer.message(type: 16, flags: [.request, .create]) { message in
///     message.append(zeros: 16)  // the protocol's own header
///     message.attribute(3, string: "eth0")
///     message.nested(18) { $0.attribute(1, string: "veth") }
/// }
/// let bytes = try writer.finish()
/// ```
///
/// The buffer is zeroed ahead of `end`, so that padding costs nothing.
public struct NetlinkWriter: Sendable {
    @usableFromInline var storage: [UInt8]
    @usableFromInline var end = 0
    /// The first thing that did not fit its length field; told by `finish()`.
    @usableFromInline var problem: NetlinkEncodeError?

    /// An empty writer; `capacity` bytes are set aside at once.
    public init(capacity: Int = 512) {
        storage = [UInt8](repeating: 0, count: capacity)
    }

    /// How many bytes are written so far.
    @inlinable public var count: Int { end }

    /// What is written so far, without the check of `finish()`.
    public var bytes: [UInt8] { Array(storage[..<end]) }

    /// The finished bytes; throws when an attribute or message outgrew its length field.
    public consuming func finish() throws(NetlinkEncodeError) -> [UInt8] {
        if let problem { throw problem }
        storage.removeLast(storage.count - end)
        return storage
    }

    /// Writes one message; its length is filled in after `body`.
    ///
    /// - Parameters:
    ///   - type: the protocol's message type.
    ///   - sequence: comes back in every answer; `NetlinkSocket.request` puts its own.
    @inlinable
    public mutating func message<E: Error>(
        type: UInt16, flags: MessageFlags, sequence: UInt32 = 0,
        _ body: (inout NetlinkWriter) throws(E) -> Void
    ) throws(E) {
        let start = openMessage(type: type, flags: flags, sequence: sequence)
        try body(&self)
        closeMessage(start)
    }

    /// Writes one attribute that holds others; its length is filled in after `body`.
    ///
    /// - Parameter isFlagged: sets `NLA_F_NESTED`, as every strict reader in the kernel wants.
    @inlinable
    public mutating func nested<E: Error>(
        _ type: UInt16, isFlagged: Bool = true,
        _ body: (inout NetlinkWriter) throws(E) -> Void
    ) throws(E) {
        let start = openNested(type, isFlagged: isFlagged)
        try body(&self)
        closeNested(start)
    }

    /// Begins a message by hand, for those that are split by size; pair with `closeMessage`.
    @inlinable
    public mutating func openMessage(
        type: UInt16, flags: MessageFlags, sequence: UInt32
    ) -> Int {
        let start = end
        append(u32: 0)
        append(u16: type)
        append(u16: flags.rawValue)
        append(u32: sequence)
        append(u32: 0)
        return start
    }

    /// Ends the message that began at `start`.
    @inlinable
    public mutating func closeMessage(_ start: Int) {
        store(UInt32(truncatingIfNeeded: end - start), at: start)
        if end - start > Int(UInt32.max) {
            note(NetlinkEncodeError(what: "message", type: 0, length: end - start))
        }
    }

    /// Begins a nested attribute by hand; pair with `closeNested`.
    @inlinable
    public mutating func openNested(_ type: UInt16, isFlagged: Bool = true) -> Int {
        let start = end
        header(isFlagged ? type | AttributeType.nestedFlag : type, length: 0)
        return start
    }

    /// Ends the attribute that began at `start`.
    @inlinable
    public mutating func closeNested(_ start: Int) {
        let length = end - start
        store(UInt16(truncatingIfNeeded: length), at: start)
        if length > Int(UInt16.max) {
            let type = UInt16(storage[start + 2]) | UInt16(storage[start + 3]) << 8
            note(NetlinkEncodeError(what: "attribute", type: type, length: length))
        }
    }

    /// Sets flags on a message already written; `start` is where it began.
    public mutating func setFlags(_ flags: MessageFlags, ofMessageAt start: Int) {
        let old = UInt16(storage[start + 6]) | UInt16(storage[start + 7]) << 8
        store(old | flags.rawValue, at: start + 6)
    }

    @usableFromInline
    mutating func note(_ error: NetlinkEncodeError) {
        if problem == nil { problem = error }
    }

    /// Makes room for so many more bytes at once, so that the buffer need not grow in steps.
    @inlinable
    public mutating func reserveCapacity(_ count: Int) {
        reserve(count)
    }

    @inlinable @inline(__always)
    mutating func reserve(_ count: Int) {
        if end &+ count > storage.count { grow(by: count) }
    }

    @usableFromInline @inline(never)
    mutating func grow(by count: Int) {
        let size = max(storage.count * 2, end + count + 4096)
        var larger = [UInt8](repeating: 0, count: size)
        larger.withUnsafeMutableBytes { target in
            storage.withUnsafeBytes { source in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<end]))
            }
        }
        storage = larger
    }

    @inlinable @inline(__always)
    mutating func store<T: BitwiseCopyable>(_ value: T, at offset: Int) {
        storage.withUnsafeMutableBytes {
            $0.storeBytes(of: value, toByteOffset: offset, as: T.self)
        }
    }
}

/// Bits above an attribute's type.
public enum AttributeType {
    /// The attribute holds attributes. C: NLA_F_NESTED
    public static let nestedFlag: UInt16 = 0x8000
    /// The payload is in network byte order. C: NLA_F_NET_BYTEORDER
    public static let networkOrderFlag: UInt16 = 0x4000
    /// What is left is the type. C: NLA_TYPE_MASK
    public static let mask: UInt16 = 0x3fff
}
