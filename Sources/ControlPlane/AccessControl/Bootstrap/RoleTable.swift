/// Roles as text: a line with a role's name, then a line a rule, indented:
///
///     system:example
///       get,list core pods,nodes
///       update core configmaps =settings
///       get /healthz,/version
///
/// A rule is verbs, groups and resources, with `=names` behind; or verbs and paths. `core` is the
/// core group, `read` and `write` stand for the verbs of that sort.
struct RoleTable {
    struct Entry {
        var name: String
        var rules: [PolicyRule]
    }

    var roles: [Entry] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if !line.hasPrefix(" "), let name = words.first {
                roles.append(Entry(name: name, rules: []))
            } else if words.count >= 2, !roles.isEmpty {
                roles[roles.count - 1].rules.append(Self.rule(words))
            }
        }
    }

    private static func rule(_ words: [String]) -> PolicyRule {
        let verbs = list(words[0]).flatMap { verb in
            switch verb {
            case "read": ["get", "list", "watch"]
            case "write": ["create", "delete", "deletecollection", "patch", "update"]
            default: [verb]
            }
        }
        if words.count == 2 {
            return PolicyRule(verbs: verbs.sorted(), nonResourceURLs: list(words[1]).sorted())
        }
        let groups = list(words[1]).map { $0 == "core" ? "" : $0 }
        let names = words.dropFirst(3).flatMap { list(String($0.dropFirst())) }
        return PolicyRule(
            verbs: verbs.sorted(), apiGroups: groups.sorted(), resources: list(words[2]).sorted(),
            resourceNames: names.sorted())
    }

    private static func list(_ word: String) -> [String] {
        word.split(separator: ",").map(String.init)
    }
}
