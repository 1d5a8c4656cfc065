/// Writes a message, compressing the names that may be compressed.
public struct MessageWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    // Where each name written so far begins, with its folded wire form.
    private var names: [[UInt8]: Int] = [:]

    /// An empty message.
    public init() {}

    mutating func uint8(_ value: UInt8) { bytes.append(value) }

    mutating func uint16(_ value: UInt16) {
        bytes.append(UInt8(value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func uint32(_ value: UInt32) {
        uint16(UInt16(value >> 16))
        uint16(UInt16(truncatingIfNeeded: value))
    }

    mutating func append(_ more: some Collection<UInt8>) { bytes += more }

    /// A character string; what is longer than 255 bytes is cut.
    mutating func characterString(_ text: [UInt8]) {
        bytes.append(UInt8(min(text.count, 255)))
        bytes += text.prefix(255)
    }

    /// A name; `compressed` uses and offers pointers (RFC 1035 §4.1.4).
    mutating func name(_ name: DNSName, compressed: Bool = true) {
        guard compressed else {
            bytes += name.wire
            return
        }
        var at = 0
        let folded = name.wire.map(fold)
        while at < folded.count, folded[at] != 0 {
            let suffix = Array(folded[at...])
            if let place = names[suffix] {
                uint16(0xC000 | UInt16(place))
                return
            }
            if bytes.count < 0x4000 { names[suffix] = bytes.count }
            bytes += name.wire[at...(at + Int(name.wire[at]))]
            at += Int(name.wire[at]) + 1
        }
        bytes.append(0)
    }

    /// Sixteen bits that say how many bytes `body` wrote behind them.
    mutating func counted(_ body: (inout MessageWriter) -> Void) {
        let start = bytes.count
        uint16(0)
        body(&self)
        patch(UInt16(truncatingIfNeeded: bytes.count - start - 2), at: start)
    }

    mutating func patch(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(value >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// Forgets what was written from `size` on, with the names it offered.
    mutating func truncate(to size: Int) {
        bytes.removeLast(bytes.count - size)
        names = names.filter { $0.value < size }
    }
}
