import DNSMessage
import NetworkAddress

/// FNV-1a over the bytes of a name in lower case, mixed once more so that every bit counts.
struct NameHash {
    private var state: UInt32 = 0x811C_9DC5

    @inline(__always)
    mutating func combine(_ byte: UInt8) { state = (state ^ UInt32(fold(byte))) &* 0x0100_0193 }

    @inline(__always)
    var value: UInt32 {
        var mixed = state ^ state >> 16
        mixed = mixed &* 0x7FEB_352D
        return mixed ^ mixed >> 15
    }

    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var hash = NameHash()
        for byte in bytes { hash.combine(byte) }
        return hash.value
    }

    @inline(__always)
    static func of(_ message: Span<UInt8>, from start: Int, to end: Int) -> UInt32 {
        var hash = NameHash()
        var at = start
        while at < end {
            hash.combine(message[at])
            at &+= 1
        }
        return hash.value
    }

    static func of(_ address: IPAddress) -> UInt32 {
        let raw = address.rawValue
        let folded = UInt64(truncatingIfNeeded: raw) ^ UInt64(truncatingIfNeeded: raw >> 64)
        let mixed = (folded ^ folded >> 32) &* 0x9E37_79B9_7F4A_7C15
        return UInt32(truncatingIfNeeded: mixed >> 32)
    }
}

/// Whether a stretch of a message is `bytes` (which are in lower case), without case.
@inline(__always)
func isSame(_ message: Span<UInt8>, from start: Int, to end: Int, as bytes: [UInt8]) -> Bool {
    isSame(message, from: start, to: end, as: bytes, at: 0, count: bytes.count)
}

/// Whether a stretch of a message is `count` of `bytes` from `offset` on, without case.
@inline(__always)
func isSame(
    _ message: Span<UInt8>, from start: Int, to end: Int, as bytes: [UInt8], at offset: Int,
    count: Int
) -> Bool {
    guard end &- start == count else { return false }
    var at = 0
    while at < count {
        guard fold(message[start &+ at]) == bytes[offset &+ at] else { return false }
        at &+= 1
    }
    return true
}
