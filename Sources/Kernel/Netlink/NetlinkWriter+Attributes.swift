/// Attributes of every scalar kind; each is padded to four bytes.
extension NetlinkWriter {
    /// An attribute without payload.
    @inlinable
    public mutating func attribute(_ type: UInt16) {
        header(type, length: 0)
    }

    /// One byte.
    @inlinable
    public mutating func attribute(_ type: UInt16, u8 value: UInt8) {
        header(type, length: 1)
        append(u32: UInt32(value).littleEndian)
    }

    /// Two bytes in host order.
    @inlinable
    public mutating func attribute(_ type: UInt16, u16 value: UInt16) {
        header(type, length: 2)
        append(u16: value)
        append(u16: 0)
    }

    /// Four bytes in host order.
    @inlinable
    public mutating func attribute(_ type: UInt16, u32 value: UInt32) {
        header(type, length: 4)
        append(u32: value)
    }

    /// Four bytes in host order, signed.
    @inlinable
    public mutating func attribute(_ type: UInt16, i32 value: Int32) {
        attribute(type, u32: UInt32(bitPattern: value))
    }

    /// Eight bytes in host order; netlink aligns them to four only.
    @inlinable
    public mutating func attribute(_ type: UInt16, u64 value: UInt64) {
        header(type, length: 8)
        append(u64: value)
    }

    /// Two bytes in network order.
    @inlinable
    public mutating func attribute(_ type: UInt16, be16 value: UInt16) {
        attribute(type, u16: value.bigEndian)
    }

    /// Four bytes in network order.
    @inlinable
    public mutating func attribute(_ type: UInt16, be32 value: UInt32) {
        attribute(type, u32: value.bigEndian)
    }

    /// Eight bytes in network order.
    @inlinable
    public mutating func attribute(_ type: UInt16, be64 value: UInt64) {
        attribute(type, u64: value.bigEndian)
    }

    /// A text with its NUL, as the kernel's string attributes want it.
    public mutating func attribute(_ type: UInt16, string value: String) {
        let length = value.utf8.count + 1
        guard fits(type, length: length) else { return }
        header(type, length: length)
        var value = value
        value.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
        append(zeros: NetlinkHeader.aligned(length) - (length - 1))
    }

    /// Bytes as they are.
    @inlinable
    public mutating func attribute(_ type: UInt16, bytes: some Collection<UInt8>) {
        let length = bytes.count
        guard fits(type, length: length) else { return }
        header(type, length: length)
        append(bytes: bytes)
        append(zeros: NetlinkHeader.aligned(length) - length)
    }

    /// A header alone; exactly `length` bytes, padded to four, must be appended next.
    @inlinable
    public mutating func openAttribute(_ type: UInt16, length: Int) {
        header(type, length: length)
    }

    /// An attribute that holds one other, whose payload is words as they stand in memory: keys and
    /// data of sets. One step, as there may be hundreds of thousands of them.
    ///
    /// - Parameters:
    ///   - inner: the type of the attribute inside.
    ///   - count: how many of the words there are; what `length` has beyond them is zero.
    ///   - length: of the payload, in bytes.
    @inlinable
    public mutating func attribute(
        _ type: UInt16, holding inner: UInt16, words: InlineArray<16, UInt32>, count: Int,
        length: Int
    ) {
        let padded = NetlinkHeader.aligned(length)
        let used = min(padded / 4, min(count, 16))
        reserve(padded + 8)
        let start = end
        storage.withUnsafeMutableBytes { bytes in
            let outerLength = UInt16(truncatingIfNeeded: padded + 8)
            bytes.storeBytes(of: outerLength, toByteOffset: start, as: UInt16.self)
            bytes.storeBytes(
                of: type | AttributeType.nestedFlag, toByteOffset: start + 2, as: UInt16.self)
            let innerLength = UInt16(truncatingIfNeeded: length + 4)
            bytes.storeBytes(of: innerLength, toByteOffset: start + 4, as: UInt16.self)
            bytes.storeBytes(of: inner, toByteOffset: start + 6, as: UInt16.self)
            for index in 0..<used {
                bytes.storeBytes(
                    of: words[index], toByteOffset: start + 8 + index * 4, as: UInt32.self)
            }
        }
        end = start + padded + 8
    }

    @inlinable @inline(__always)
    mutating func header(_ type: UInt16, length: Int) {
        reserve(4)
        let start = end
        storage.withUnsafeMutableBytes { bytes in
            let whole = UInt16(truncatingIfNeeded: NetlinkHeader.attributeLength + length)
            bytes.storeBytes(of: whole, toByteOffset: start, as: UInt16.self)
            bytes.storeBytes(of: type, toByteOffset: start + 2, as: UInt16.self)
        }
        end = start + 4
    }

    /// Notes a payload that no length field can tell; nothing of it is written.
    @usableFromInline
    mutating func fits(_ type: UInt16, length: Int) -> Bool {
        if length <= Int(UInt16.max) - NetlinkHeader.attributeLength { return true }
        note(NetlinkEncodeError(what: "attribute", type: type, length: length))
        return false
    }
}
