/// Short random texts.
public enum RandomText {
    /// No vowels, so that no word comes out; no 0, 1 and 3, which look like letters.
    private static let letters = Array("bcdfghjklmnpqrstvwxz2456789")

    /// What `generateName` appends: five characters.
    public static func suffix() -> String {
        String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }
}

/// Unique ids of objects.
public enum UUID {
    /// A random id (RFC 9562, version 4): `6f1c3f0a-…`.
    public static func text() -> String {
        let high = UInt64.random(in: 0 ... .max)
        let low = UInt64.random(in: 0 ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return hex(high >> 32, 8) + "-" + hex(high >> 16 & 0xFFFF, 4) + "-"
            + hex(high & 0x0FFF | 0x4000, 4) + "-" + hex(low >> 48, 4) + "-"
            + hex(low & 0xFFFF_FFFF_FFFF, 12)
    }

    private static func hex(_ value: UInt64, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
