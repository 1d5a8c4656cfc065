import APIMachinery
import JSON
import ObjectStore

/// Where a list with a limit goes on: a revision and a key, as upstream writes them. Clients take
/// it as it is.
struct ContinueToken: Hashable {
    /// The revision of the first page; nil when a client agreed to go on with what is there now.
    var revision: Revision?
    /// The path of the next object to look at, or of one before it.
    var start: String

    var description: String {
        var json = JSONObject()
        json.add("v", "meta.k8s.io/v1")
        json.add("rv", revision.map { .int($0.rawValue) } ?? .int(-1))
        json.add("start", .string(start))
        return Base64URL.encode(JSON.object(json).serialized())
    }

    init(revision: Revision?, start: String) {
        self.revision = revision
        self.start = start
    }

    /// - Throws: 400 when it is none.
    init(parsing text: String) throws(APIStatus) {
        guard let bytes = Base64URL.decode(text), let json = try? JSON(parsing: bytes) else {
            throw .badRequest("continue key is not valid: encoding error")
        }
        guard json["v"]?.string == "meta.k8s.io/v1" else {
            throw .badRequest("continue key is not valid: server does not recognize this version")
        }
        guard let number = json["rv"]?.int, number != 0, let start = json["start"]?.string,
            !start.isEmpty
        else { throw .badRequest("continue key is not valid: incorrect encoded start") }
        revision = number < 0 ? nil : Revision(UInt64(number))
        self.start = start
    }
}

/// Base64 for addresses, without padding (RFC 4648 §5).
enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count)) & 63])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count)) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}
