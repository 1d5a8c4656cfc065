import Netlink

/// The options of the discipline `tbf`: a packet passes when the bucket holds a token for each of
/// its bytes.
public struct TokenBucket: Hashable, Sendable {
    /// How fast tokens come. C: struct tc_ratespec
    public struct Rate: Hashable, Sendable {
        /// In bytes a second; where it fits no 32 bits, a second attribute tells it.
        public var bytesPerSecond: UInt64 = 0
        /// C: cell_log
        public var cellLog: UInt8 = 0
        /// C: linklayer
        public var linkLayer: UInt8 = 0
        /// Added to each packet, in bytes. C: overhead
        public var overhead: UInt16 = 0
        /// C: cell_align
        public var cellAlignment: UInt16 = 0
        /// What the smallest packet counts, in bytes. C: mpu
        public var minimumPacket: UInt16 = 0

        /// A rate in bytes a second.
        public init(bytesPerSecond: UInt64) { self.bytesPerSecond = bytesPerSecond }

        init(decoding reader: inout NetlinkReader) throws(NetlinkDecodeError) {
            cellLog = try reader.u8()
            linkLayer = try reader.u8()
            overhead = try reader.u16()
            cellAlignment = try reader.u16()
            minimumPacket = try reader.u16()
            bytesPerSecond = UInt64(try reader.u32())
        }

        func encode(into writer: inout NetlinkWriter) {
            writer.append(u8: cellLog)
            writer.append(u8: linkLayer)
            writer.append(u16: overhead)
            writer.append(u16: cellAlignment)
            writer.append(u16: minimumPacket)
            writer.append(u32: UInt32(clamping: bytesPerSecond))
        }

        var needsMoreBits: Bool { bytesPerSecond > UInt64(UInt32.max) - 1 }
    }

    /// How fast the bucket fills.
    public var rate: Rate
    /// The rate that even a full bucket is emptied by; 0 is as fast as the link.
    public var peakRate = Rate(bytesPerSecond: 0)
    /// How much waits at most, in bytes; what comes then is dropped. C: limit
    public var limitBytes: UInt32
    /// How much the bucket holds, as the time it takes to fill, in ticks. C: buffer
    public var bufferTicks: UInt32
    /// The same of the peak rate. C: mtu
    public var peakTicks: UInt32 = 0
    /// How much the bucket holds, in bytes; counts instead of the ticks. C: TCA_TBF_BURST
    public var burstBytes: UInt32?
    /// Every other attribute, such as the tables of old kernels.
    public var unknown: [RawAttribute] = []

    /// Ticks a microsecond: the kernel counts in 64 nanoseconds. C: PSCHED_SHIFT
    public static let ticksPerMicrosecond = 15.625

    /// A bucket.
    public init(bytesPerSecond: UInt64, limitBytes: UInt32, bufferTicks: UInt32) {
        rate = Rate(bytesPerSecond: bytesPerSecond)
        self.limitBytes = limitBytes
        self.bufferTicks = bufferTicks
    }

    static let kindName = "tbf"

    private enum Field {
        static let parameters: UInt16 = 1
        static let rate64: UInt16 = 4
        static let peakRate64: UInt16 = 5
        static let burst: UInt16 = 6
    }

    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        self.init(bytesPerSecond: 0, limitBytes: 0, bufferTicks: 0)
        var rates: (UInt64?, UInt64?)
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case Field.parameters: try decodeParameters(attribute.bytes)
            case Field.rate64: rates.0 = try attribute.u64()
            case Field.peakRate64: rates.1 = try attribute.u64()
            case Field.burst: burstBytes = try attribute.u32()
            default: unknown.append(RawAttribute(attribute))
            }
        }
        if let value = rates.0 { rate.bytesPerSecond = value }
        if let value = rates.1 { peakRate.bytesPerSecond = value }
    }

    /// C: struct tc_tbf_qopt
    private mutating func decodeParameters(
        _ bytes: ArraySlice<UInt8>
    ) throws(NetlinkDecodeError) {
        var reader = NetlinkReader(bytes)
        rate = try Rate(decoding: &reader)
        peakRate = try Rate(decoding: &reader)
        limitBytes = try reader.u32()
        bufferTicks = try reader.u32()
        peakTicks = try reader.u32()
    }

    func encode(into writer: inout NetlinkWriter) {
        if rate.needsMoreBits { writer.attribute(Field.rate64, u64: rate.bytesPerSecond) }
        if peakRate.needsMoreBits {
            writer.attribute(Field.peakRate64, u64: peakRate.bytesPerSecond)
        }
        writer.openAttribute(Field.parameters, length: 36)
        rate.encode(into: &writer)
        peakRate.encode(into: &writer)
        writer.append(u32: limitBytes)
        writer.append(u32: bufferTicks)
        writer.append(u32: peakTicks)
        if let burstBytes { writer.attribute(Field.burst, u32: burstBytes) }
        unknown.encode(into: &writer)
    }
}
