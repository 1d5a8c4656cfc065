import NetworkAddress

extension SourceHash {
    /// The place that the kernel gives to a client's address, below `places`.
    ///
    /// The hash is Bob Jenkins's `lookup3` as Linux has it (include/linux/jhash.h), over the
    /// address's 4 or 16 bytes, scaled to the number of places as nft's `jhash … mod` does.
    public static func place(of source: IPAddress, places: Int) -> Int {
        Int((UInt64(hash(source)) * UInt64(places)) >> 32)
    }

    /// The kernel's `jhash` of an address's bytes.
    static func hash(_ source: IPAddress) -> UInt32 {
        let words: [UInt32]
        switch source {
        case .v4(let address): words = [address.rawValue.byteSwapped]
        case .v6(let address):
            words = [
                UInt32(truncatingIfNeeded: address.high >> 32).byteSwapped,
                UInt32(truncatingIfNeeded: address.high).byteSwapped,
                UInt32(truncatingIfNeeded: address.low >> 32).byteSwapped,
                UInt32(truncatingIfNeeded: address.low).byteSwapped,
            ]
        }
        var mix = Jenkins(seed: seed, byteCount: UInt32(words.count * 4))
        if words.count == 4 {
            mix.take(words[0], words[1], words[2])
            mix.stir()
            mix.take(words[3], 0, 0)
        } else {
            mix.take(words[0], 0, 0)
        }
        return mix.finished()
    }
}

/// The three words of `lookup3`.
private struct Jenkins {
    private var a: UInt32
    private var b: UInt32
    private var c: UInt32

    init(seed: UInt32, byteCount: UInt32) {
        a = 0xdead_beef &+ byteCount &+ seed
        b = a
        c = a
    }

    mutating func take(_ first: UInt32, _ second: UInt32, _ third: UInt32) {
        a &+= first
        b &+= second
        c &+= third
    }

    mutating func stir() {
        a = (a &- c) ^ Self.rotated(c, 4)
        c &+= b
        b = (b &- a) ^ Self.rotated(a, 6)
        a &+= c
        c = (c &- b) ^ Self.rotated(b, 8)
        b &+= a
        a = (a &- c) ^ Self.rotated(c, 16)
        c &+= b
        b = (b &- a) ^ Self.rotated(a, 19)
        a &+= c
        c = (c &- b) ^ Self.rotated(b, 4)
        b &+= a
    }

    mutating func finished() -> UInt32 {
        c = (c ^ b) &- Self.rotated(b, 14)
        a = (a ^ c) &- Self.rotated(c, 11)
        b = (b ^ a) &- Self.rotated(a, 25)
        c = (c ^ b) &- Self.rotated(b, 16)
        a = (a ^ c) &- Self.rotated(c, 4)
        b = (b ^ a) &- Self.rotated(a, 14)
        c = (c ^ b) &- Self.rotated(b, 24)
        return c
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word << count | word >> (32 - count)
    }
}
