import APIMachinery
import JSON

/// What the data of ConfigMaps and Secrets have in common.
enum DataKeys {
    /// Key and value pairs may not hold more bytes than this together.
    static let maximumBytes = 1 << 20

    /// The mistakes of a key, which may become the name of a file.
    static func problems(_ key: String) -> [String] {
        var problems: [String] = []
        if key.utf8.count > 253 { problems.append("must be no more than 253 bytes") }
        let isPlain = key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if key.isEmpty || !isPlain {
            problems.append(
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
                    + "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', "
                    + "regex used for validation is '[-._a-zA-Z0-9]+')")
        }
        if key == "." {
            problems.append("must not be '.'")
        } else if key == ".." {
            problems.append("must not be '..'")
        } else if key.hasPrefix("..") {
            problems.append("must not start with '..'")
        }
        return problems
    }

    /// The mistakes of all keys of a member.
    static func check(_ object: APIObject, _ member: String) -> [InvalidField] {
        object.json.members(member).flatMap { entry in
            problems(entry.key).map {
                .invalid(FieldPath(member).key(entry.key), .string(entry.key), $0)
            }
        }
    }

    /// The mistakes of a change to what is marked immutable, in the members given.
    static func checkImmutable(
        _ new: APIObject, _ old: APIObject, members: [String]
    ) -> [InvalidField] {
        guard old["immutable"]?.bool == true else { return [] }
        let why = "field is immutable when `immutable` is set"
        var mistakes: [InvalidField] = []
        if new["immutable"]?.bool != true {
            mistakes.append(.forbidden(FieldPath("immutable"), why))
        }
        for member in members where new.json[member] != old.json[member] {
            mistakes.append(.forbidden(FieldPath(member), why))
        }
        return mistakes
    }
}
