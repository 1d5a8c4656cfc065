/// A hash that is the same in every process, for names in the kernel.
enum StableHash {
    /// FNV-1a of 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    static func of(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
