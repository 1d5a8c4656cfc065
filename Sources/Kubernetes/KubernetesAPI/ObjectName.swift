import JSON

/// The rule for names that the API server applies, so that a file can't hold what no cluster would.
enum ObjectName {
    static func decode(_ metadata: JSONValue, kind: Kind) throws(FieldError) -> String {
        let name = try metadata.requiredText("name")
        let limit = kind == .service || kind == .namespace ? 63 : 253
        guard name.utf8.count <= limit, isSubdomain(name.utf8), limit > 63 || !name.contains(".")
        else {
            let dot = limit > 63 ? "'-' and '.'" : "and '-'"
            throw FieldError(
                metadata["name"] ?? metadata,
                expected: "at most \(limit) of a-z, 0-9, \(dot), letters or digits at both ends")
        }
        return name
    }

    /// RFC 1123: lower-case labels that begin and end with a letter or a digit, joined by dots.
    private static func isSubdomain(_ name: String.UTF8View) -> Bool {
        var previous = UInt8(ascii: ".")
        for byte in name {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-"): if previous == UInt8(ascii: ".") { return false }
            case UInt8(ascii: "."):
                if previous == UInt8(ascii: ".") || previous == UInt8(ascii: "-") { return false }
            default: return false
            }
            previous = byte
        }
        return previous != UInt8(ascii: ".") && previous != UInt8(ascii: "-")
    }
}
