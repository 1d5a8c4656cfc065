import APIMachinery
import JSON

extension JSON {
    /// A member's text; empty when absent.
    package func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// A member's elements; none when absent.
    package func list(_ key: String) -> [JSON] { self[key]?.array ?? [] }

    /// A member's elements that are texts.
    package func texts(_ key: String) -> [String] { list(key).compactMap(\.string) }

    /// A member's own members; none when absent.
    package func members(_ key: String) -> [JSONObject.Member] { self[key]?.object?.members ?? [] }

    /// A member's own members as texts by name.
    package func textMap(_ key: String) -> [String: String] {
        var map: [String: String] = [:]
        for member in members(key) { map[member.key] = member.value.string ?? "" }
        return map
    }

    /// Whether a member is there and true.
    package func isTrue(_ key: String) -> Bool { self[key]?.bool == true }

    /// A member's number; 0 when absent.
    package func number(_ key: String) -> Int { self[key]?.int ?? 0 }

    /// A member that is there and says something: canonical form has nulls where Go's pointers
    /// are written even when they lead nowhere.
    package func given(_ key: String) -> JSON? { self[key] == .null ? nil : self[key] }

    /// Whether an object has a member with a value.
    package func has(_ key: String) -> Bool { given(key) != nil }
}

extension APIObject {
    /// What is wanted; empty when absent.
    package var spec: JSON {
        get { json["spec"] ?? [:] }
        set { json["spec"] = newValue }
    }

    /// What is; empty when absent.
    package var status: JSON {
        get { json["status"] ?? [:] }
        set { json["status"] = newValue }
    }

    /// Takes a member as it was, also when it was absent.
    package mutating func keep(_ member: String, of old: APIObject) {
        json[member] = old.json[member]
    }
}
