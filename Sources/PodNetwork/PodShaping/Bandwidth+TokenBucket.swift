import RouteNetlink

extension Bandwidth.Limit {
    /// How long packets wait before they are dropped, in milliseconds: the reference plugin's.
    static let latencyMilliseconds: UInt64 = 25

    /// The limit as the kernel keeps it, with the reference plugin's rounding: whole bytes, whole
    /// microseconds, whole ticks.
    public var tokenBucket: TokenBucket {
        let bytesPerSecond = max(rate / 8, 1)
        let burstBytes = UInt32(clamping: burst / 8)
        let microseconds = Double(burstBytes) * 1_000_000 / Double(bytesPerSecond)
        let ticks = microseconds.rounded(.down) * TokenBucket.ticksPerMicrosecond
        let waiting =
            bytesPerSecond / 1000 * Self.latencyMilliseconds
            + bytesPerSecond % 1000 * Self.latencyMilliseconds / 1000
        var bucket = TokenBucket(
            bytesPerSecond: bytesPerSecond,
            limitBytes: UInt32(clamping: waiting + UInt64(burstBytes)),
            bufferTicks: UInt32(clamping: UInt64(min(ticks, 0x1p62))))
        // More than 275 seconds of the rate fit no number of ticks; Kubernetes' default burst at
        // 1 Mbit/s is such a one, and the reference plugin's number wraps.
        if ticks > Double(UInt32.max) { bucket.burstBytes = burstBytes }
        return bucket
    }

    /// Whether a bucket that the kernel tells is this limit's.
    public func matches(_ told: TokenBucket) -> Bool {
        let wanted = tokenBucket
        guard told.rate.bytesPerSecond == wanted.rate.bytesPerSecond,
            told.limitBytes == wanted.limitBytes
        else { return false }
        // What does not fit the ticks is told cut off.
        return wanted.burstBytes != nil || told.bufferTicks == wanted.bufferTicks
    }
}
