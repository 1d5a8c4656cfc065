import APIMachinery
import JSON

extension JSON {
    /// A member's text; empty when absent.
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// A member's elements; none when absent.
    func list(_ key: String) -> [JSON] { self[key]?.array ?? [] }

    /// A member's elements that are texts.
    func texts(_ key: String) -> [String] { list(key).compactMap(\.string) }

    /// A member's own members; none when absent.
    func members(_ key: String) -> [JSONObject.Member] { self[key]?.object?.members ?? [] }
}

extension APIObject {
    /// What is wanted; empty when absent.
    var spec: JSON {
        get { json["spec"] ?? [:] }
        set { json["spec"] = newValue }
    }

    /// What is; empty when absent.
    var status: JSON {
        get { json["status"] ?? [:] }
        set { json["status"] = newValue }
    }

    /// Takes a member as it was, also when it was absent.
    mutating func keep(_ member: String, of old: APIObject) { json[member] = old.json[member] }
}
