import APIMachinery
import JSON

extension SchemaTable {
    /// An object with a strategic merge patch applied: as a merge patch, but lists that have a
    /// merge
    /// key merge element by element, and the patch may hold directives (`$patch`, `$retainKeys`,
    /// `$setElementOrder/…`, `$deleteFromPrimitiveList/…`).
    /// - Throws: 400 or 500 as upstream does, for directives that make no sense.
    public func strategicMerge(
        _ object: JSON, patch: JSON, as type: String
    ) throws(APIStatus) -> JSON {
        guard let original = object.object, let changes = patch.object,
            let place = place(of: type)
        else { throw .badRequest("invalid JSON document") }
        let merge = StrategicMerge(shapes: shapes)
        return .object(try merge.objects(original, changes, .object(place)))
    }
}

/// Applies a strategic merge patch. Nothing is changed in place; each step returns what it made.
struct StrategicMerge {
    static let directive = "$patch"
    static let retainKeys = "$retainKeys"
    static let elementOrder = "$setElementOrder/"
    static let deletedValues = "$deleteFromPrimitiveList/"

    let shapes: [Shape]

    /// How a field merges.
    struct Rule {
        var content: Shape.Content
        var mergeKey: String?
        var merges: Bool
        var isReplaced: Bool

        /// What the elements of a list are, or the values of a map.
        var inner: Shape.Content {
            switch content {
            case .list(let inner), .map(let inner): inner
            case .plain, .object: content
            }
        }
    }

    func rule(_ key: String, in content: Shape.Content) -> Rule {
        switch content {
        case .object(let place):
            guard let index = shapes[place].place(of: key, near: 0) else { break }
            let field = shapes[place].fields[index]
            return Rule(
                content: field.content, mergeKey: field.declared.mergeKey,
                merges: field.declared.mergeKey != nil || field.declared.mergesAsSet,
                isReplaced: field.declared.isReplaced)
        case .map(let value):
            return Rule(content: value, mergeKey: nil, merges: false, isReplaced: false)
        default: break
        }
        return Rule(content: .plain(.any), mergeKey: nil, merges: false, isReplaced: false)
    }

    /// Two objects (or maps) merged.
    func objects(
        _ original: JSONObject, _ patch: JSONObject, _ content: Shape.Content
    ) throws(APIStatus) -> JSONObject {
        if let directive = patch[StrategicMerge.directive] {
            return try followed(directive, patch)
        }
        var original = original
        var patch = patch
        try retain(&original, &patch)
        try order(&original, &patch, content)
        for change in patch.members {
            var key = change.key
            let isDeletion = key.hasPrefix(StrategicMerge.deletedValues)
            if isDeletion { key = String(key.dropFirst(StrategicMerge.deletedValues.count)) }
            if change.value == .null {
                original[key] = nil
                continue
            }
            guard let old = original[key], old.kindWord == change.value.kindWord else {
                if !isDeletion { original[key] = StrategicMerge.plain(change.value) }
                continue
            }
            original[key] = try values(old, change.value, rule(key, in: content), isDeletion)
        }
        return original
    }

    private func values(
        _ old: JSON, _ new: JSON, _ rule: Rule, _ isDeletion: Bool
    ) throws(APIStatus) -> JSON? {
        switch (old, new) {
        case (.object(let old), .object(let new)):
            return .object(rule.isReplaced ? new : try objects(old, new, rule.content))
        case (.array(let old), .array(let new)):
            guard rule.merges || isDeletion else { return .array(new) }
            return .array(try lists(old, new, rule, isDeletion: isDeletion))
        default: return StrategicMerge.plain(new)
        }
    }

    private func followed(
        _ directive: JSON, _ patch: JSONObject
    ) throws(APIStatus) -> JSONObject {
        switch directive.string {
        case "replace":
            var result = patch
            result[StrategicMerge.directive] = nil
            return result
        case "delete": return JSONObject()
        default: throw StrategicMerge.unknown(directive, patch)
        }
    }

    /// `$retainKeys`: what the list doesn't name goes.
    private func retain(_ original: inout JSONObject, _ patch: inout JSONObject) throws(APIStatus) {
        guard let value = patch[StrategicMerge.retainKeys] else { return }
        patch[StrategicMerge.retainKeys] = nil
        let wrong = APIStatus.badRequest("invalid patch format of retainKeys")
        guard let keys = value.array?.map(\.string) else { throw wrong }
        for change in patch.members where change.value != .null && !change.key.hasPrefix("$") {
            guard keys.contains(change.key) else { throw wrong }
        }
        for member in original.members where !keys.contains(member.key) {
            original[member.key] = nil
        }
    }

    /// What a patch's value is when there is nothing to merge it with: without nulls in objects,
    /// and
    /// without what carries a directive. Nil when it carries one itself.
    static func plain(_ value: JSON) -> JSON? {
        switch value {
        case .object(let object):
            if object[directive] != nil { return nil }
            var members: [JSONObject.Member] = []
            for member in object.members where member.value != .null {
                if let kept = plain(member.value) {
                    members.append(JSONObject.Member(key: member.key, value: kept))
                }
            }
            return .object(JSONObject(distinct: members))
        case .array(let elements): return .array(elements.compactMap(plain))
        default: return value
        }
    }

    static func unknown(_ directive: JSON, _ patch: JSONObject) -> APIStatus {
        failure(
            "unknown patch type: \(goText(directive)) in map: \(goText(.object(patch)))")
    }

    /// 500 with a message alone, as upstream answers what it has no code for.
    static func failure(_ message: String) -> APIStatus {
        APIStatus(code: 500, reason: "", message: message)
    }

    /// A value as Go's `%v` prints it.
    static func goText(_ value: JSON) -> String {
        switch value {
        case .null: "<nil>"
        case .bool(let value): value ? "true" : "false"
        case .number(let text), .string(let text): text
        case .array(let elements): "[" + elements.map(goText).joined(separator: " ") + "]"
        case .object(let object):
            "map["
                + object.members.sorted { $0.key < $1.key }
                .map { $0.key + ":" + goText($0.value) }.joined(separator: " ") + "]"
        }
    }
}
