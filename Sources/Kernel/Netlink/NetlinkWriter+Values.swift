/// Values without an attribute header: protocol headers, and payloads written in pieces.
extension NetlinkWriter {
    /// One byte.
    @inlinable
    public mutating func append(u8 value: UInt8) {
        reserve(1)
        store(value, at: end)
        end &+= 1
    }

    /// Two bytes in host order.
    @inlinable
    public mutating func append(u16 value: UInt16) {
        reserve(2)
        store(value, at: end)
        end &+= 2
    }

    /// Four bytes in host order.
    @inlinable
    public mutating func append(u32 value: UInt32) {
        reserve(4)
        store(value, at: end)
        end &+= 4
    }

    /// Four bytes in host order, signed.
    @inlinable
    public mutating func append(i32 value: Int32) {
        append(u32: UInt32(bitPattern: value))
    }

    /// Eight bytes in host order.
    @inlinable
    public mutating func append(u64 value: UInt64) {
        reserve(8)
        store(value, at: end)
        end &+= 8
    }

    /// Two bytes in network order.
    @inlinable public mutating func append(be16 value: UInt16) { append(u16: value.bigEndian) }

    /// Four bytes in network order.
    @inlinable public mutating func append(be32 value: UInt32) { append(u32: value.bigEndian) }

    /// Eight bytes in network order.
    @inlinable public mutating func append(be64 value: UInt64) { append(u64: value.bigEndian) }

    /// That many zero bytes.
    @inlinable
    public mutating func append(zeros count: Int) {
        reserve(count)
        end &+= count
    }

    /// Bytes as they are, without padding.
    @inlinable
    public mutating func append(bytes: some Collection<UInt8>) {
        let count = bytes.count
        reserve(count)
        storage.withUnsafeMutableBytes { target in
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[end..<end + count])
            rest.copyBytes(from: bytes)
        }
        end &+= count
    }

    /// Zero bytes up to the next multiple of four, counted from the buffer's start.
    @inlinable
    public mutating func pad() {
        append(zeros: NetlinkHeader.aligned(end) - end)
    }
}
