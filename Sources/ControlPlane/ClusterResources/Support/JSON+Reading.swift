import APIMachinery
import JSON

extension JSON {
    /// A member's text; empty when absent.
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// A member's elements; none when absent.
    func list(_ key: String) -> [JSON] { self[key]?.array ?? [] }

    /// A member's elements that are texts.
    func texts(_ key: String) -> [String] { list(key).compactMap(\.string) }
}

extension APIObject {
    /// What is wanted; empty when absent.
    var spec: JSON { json["spec"] ?? [:] }

    /// What is; empty when absent.
    var status: JSON { json["status"] ?? [:] }

    /// Takes a member as it was, also when it was absent.
    mutating func keep(_ member: String, of old: APIObject) { json[member] = old.json[member] }

    /// Whether anything but metadata and status differs.
    func wantsOther(than old: APIObject) -> Bool {
        func wanted(_ object: APIObject) -> [String: JSON] {
            var members: [String: JSON] = [:]
            for member in object.json.object?.members ?? []
            where !["metadata", "status"].contains(member.key) {
                members[member.key] = member.value
            }
            return members
        }
        return wanted(self) != wanted(old)
    }
}
