import JSON

/// A short name for a template: the same for equal templates, also after restarts, and for JSON
/// whose members come in another order.
///
/// Upstream hashes a dump of Go's structures, which nothing else can reproduce; so names differ
/// from those upstream gives. Objects found under such names are known by their templates.
public enum TemplateHash {
    /// No vowels, so that no word comes out; no 0, 1 and 3, which look like letters.
    private static let letters = Array("bcdfghjklmnpqrstvwxz2456789")

    /// The hash of a template.
    /// - Parameter collisions: how often a hash was taken by another template; nil for never.
    public static func of(_ template: JSON, collisions: Int? = nil) -> String {
        var hash: UInt32 = 2_166_136_261
        // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
        func add(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        for byte in canonical(template).serialized() { add(byte) }
        if let collisions {
            for shift in [0, 8, 16, 24] { add(UInt8(truncatingIfNeeded: collisions >> shift)) }
        }
        return String(String(hash).utf8.map { letters[Int($0) % letters.count] })
    }

    /// The same value with the members of all objects in order of their keys.
    public static func canonical(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(canonical))
        case .object(let object):
            var sorted = JSONObject()
            for member in object.members.sorted(by: { $0.key < $1.key }) {
                sorted.add(member.key, canonical(member.value))
            }
            return .object(sorted)
        default: return value
        }
    }
}
