import JSON

/// A set of places in an object, as `fieldsV1` of `managedFields` writes it.
///
/// Steps are kept as written there: `f:name` for a field, `k:{"name":"a"}` for an element by its
/// keys, `v:"a"` for an element by its value.
struct FieldSet: Hashable, Sendable {
    /// The steps that are places of the set themselves.
    var members: Set<String> = []
    /// What lies below a step.
    var children: [String: FieldSet] = [:]

    var isEmpty: Bool { members.isEmpty && children.isEmpty }

    init() {}

    /// Reads `fieldsV1`.
    init(_ json: JSON) {
        for member in json.object?.members ?? [] where member.key != "." {
            let inner = FieldSet(member.value)
            if inner.isEmpty || member.value["."] != nil { members.insert(member.key) }
            if !inner.isEmpty { children[member.key] = inner }
        }
    }

    /// `fieldsV1`.
    var json: JSON {
        var object = JSONObject()
        for step in Set(children.keys).union(members).sorted() {
            var inner = children[step]?.json ?? .object(JSONObject())
            if children[step] != nil, members.contains(step) {
                let rest = inner.object?.members ?? []
                let own = JSONObject.Member(key: ".", value: [:])
                inner = .object(JSONObject(distinct: [own] + rest))
            }
            object.add(step, inner)
        }
        return .object(object)
    }

    mutating func insert(_ path: ArraySlice<String>) {
        guard let first = path.first else { return }
        if path.count == 1 {
            members.insert(first)
        } else {
            children[first, default: FieldSet()].insert(path.dropFirst())
        }
    }

    func union(_ other: FieldSet) -> FieldSet {
        var result = self
        result.members.formUnion(other.members)
        for (step, inner) in other.children {
            result.children[step] = result.children[step]?.union(inner) ?? inner
        }
        return result
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = self
        result.members.subtract(other.members)
        for (step, inner) in other.children {
            guard let own = result.children[step] else { continue }
            let rest = own.subtracting(inner)
            result.children[step] = rest.isEmpty ? FieldSet?.none : rest
        }
        return result
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet()
        result.members = members.intersection(other.members)
        for (step, inner) in children {
            guard let found = other.children[step]?.intersection(inner), !found.isEmpty else {
                continue
            }
            result.children[step] = found
        }
        return result
    }

    /// Every place of the set, in the order of their texts.
    var paths: [[String]] {
        Set(children.keys).union(members).sorted().flatMap { step in
            (members.contains(step) ? [[step]] : [])
                + (children[step]?.paths ?? []).map { [step] + $0 }
        }
    }

    /// A place as messages write it: `.spec.containers[name="a"].image`.
    static func text(_ path: [String]) -> String {
        path.map { step in
            let rest = String(step.dropFirst(2))
            if step.hasPrefix("f:") { return "." + rest }
            guard step.hasPrefix("k:"), let keys = try? JSON(parsing: Array(rest.utf8)).object
            else { return "[=\(rest)]" }
            return "[" + keys.members.map { "\($0.key)=\($0.value)" }.joined(separator: ",") + "]"
        }.joined()
    }
}
