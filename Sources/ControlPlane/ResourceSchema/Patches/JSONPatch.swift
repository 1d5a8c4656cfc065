import APIMachinery
import JSON

/// JSON patches: [RFC 6902](https://www.rfc-editor.org/rfc/rfc6902), with upstream's leniency: to
/// replace what an object doesn't have adds it, and an index may count from the end (-1).
public enum JSONPatch {
    /// The most operations that a patch may have.
    static let maximumOperations = 10_000

    /// A value with a patch applied, operation by operation.
    /// - Throws: 400 when the patch is none, 413 when it is too long, 422 when it can't be applied.
    public static func apply(_ patch: JSON, to target: JSON) throws(APIStatus) -> JSON {
        guard let operations = patch.array, operations.allSatisfy({ $0.object != nil }) else {
            throw .badRequest(
                "json: cannot unmarshal \(patch.kindWord) into Go value of type "
                    + "jsonpatch.Patch")
        }
        guard operations.count <= maximumOperations else {
            throw APIStatus(
                code: 413, reason: "RequestEntityTooLarge",
                message: "Request entity is too large: The allowed maximum operations in a JSON "
                    + "patch is \(maximumOperations), got \(operations.count)")
        }
        var result = target
        for operation in operations {
            guard let changed = apply(operation: operation, to: result) else {
                throw .unprocessable
            }
            result = changed
        }
        return result
    }

    private static func apply(operation: JSON, to target: JSON) -> JSON? {
        guard let path = pointer(operation["path"]) else { return nil }
        switch operation["op"]?.string {
        case "add":
            guard let value = operation["value"] else { return nil }
            return target.adding(value, at: path[...])
        case "replace":
            return target.replacing(path[...], with: operation["value"] ?? .null)
        case "remove":
            return target.removing(path[...])
        case "test":
            let found = target.value(at: path[...]) ?? .null
            return found.isSame(as: operation["value"] ?? .null) ? target : JSON?.none
        case "copy":
            guard let from = pointer(operation["from"]), let value = target.value(at: from[...])
            else { return nil }
            return target.adding(value, at: path[...])
        case "move":
            guard let from = pointer(operation["from"]), let value = target.value(at: from[...])
            else { return nil }
            return target.removing(from[...])?.adding(value, at: path[...])
        default: return nil
        }
    }

    /// A JSON pointer's parts: [RFC 6901](https://www.rfc-editor.org/rfc/rfc6901).
    private static func pointer(_ value: JSON?) -> [String]? {
        guard let text = value?.string else { return nil }
        guard !text.isEmpty else { return [] }
        guard text.hasPrefix("/") else { return nil }
        return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            unescaped($0)
        }
    }

    private static func unescaped(_ part: Substring) -> String {
        var text = ""
        var isEscaped = false
        for scalar in part.unicodeScalars {
            if isEscaped {
                isEscaped = false
                switch scalar {
                case "1": text += "/"
                case "0": text += "~"
                default: text += "~" + String(scalar)
                }
            } else if scalar == "~" {
                isEscaped = true
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return isEscaped ? text + "~" : text
    }
}

extension APIStatus {
    /// 422 for a patch that can't be applied: upstream tells clients no more than this.
    static let unprocessable = APIStatus(
        code: 422, reason: "Invalid",
        message: "the server rejected our request due to an error in our request",
        details: Details())
}

extension JSON {
    /// The kind as Go names it.
    var kindWord: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// Whether two values are the same; the order of members doesn't matter.
    func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.array(let a), .array(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.object(let a), .object(let b)):
            return a.count == b.count
                && a.members.allSatisfy { member in
                    b[member.key].map { member.value.isSame(as: $0) } ?? false
                }
        default: return self == other
        }
    }

    fileprivate func value(at path: ArraySlice<String>) -> JSON? {
        guard let first = path.first else { return self }
        switch self {
        case .object(let object): return object[first]?.value(at: path.dropFirst())
        case .array(let elements):
            guard let index = JSON.index(first, elements.count) else { return nil }
            return elements[index].value(at: path.dropFirst())
        default: return nil
        }
    }

    /// The place of an element; negative numbers count from the end.
    private static func index(_ text: String, _ count: Int) -> Int? {
        guard let number = Int(text) else { return nil }
        let index = number < 0 ? number + count : number
        return (0..<count).contains(index) ? index : nil
    }

    /// The same value with the one that holds the path's last part changed; nil when there is none.
    private func changing(
        _ path: ArraySlice<String>, _ change: (JSON, String) -> JSON?
    ) -> JSON? {
        guard let first = path.first else { return nil }
        if path.count == 1 { return change(self, first) }
        switch self {
        case .object(var object):
            guard let inner = object[first]?.changing(path.dropFirst(), change) else { return nil }
            object[first] = inner
            return .object(object)
        case .array(var elements):
            guard let index = JSON.index(first, elements.count),
                let inner = elements[index].changing(path.dropFirst(), change)
            else { return nil }
            elements[index] = inner
            return .array(elements)
        default: return nil
        }
    }

    fileprivate func adding(_ value: JSON, at path: ArraySlice<String>) -> JSON? {
        if path.isEmpty { return value }
        return changing(path) { container, key in
            switch container {
            case .object(var object):
                object[key] = value
                return .object(object)
            case .array(var elements):
                if key == "-" { return .array(elements + [value]) }
                guard let number = Int(key) else { return nil }
                let index = number < 0 ? number + elements.count + 1 : number
                guard (0...elements.count).contains(index) else { return nil }
                elements.insert(value, at: index)
                return .array(elements)
            default: return nil
            }
        }
    }

    fileprivate func replacing(_ path: ArraySlice<String>, with value: JSON) -> JSON? {
        if path.isEmpty { return value }
        return changing(path) { container, key in
            switch container {
            case .object(var object):
                object[key] = value
                return .object(object)
            case .array(var elements):
                guard let index = JSON.index(key, elements.count) else { return nil }
                elements[index] = value
                return .array(elements)
            default: return nil
            }
        }
    }

    fileprivate func removing(_ path: ArraySlice<String>) -> JSON? {
        changing(path) { container, key in
            switch container {
            case .object(var object):
                guard object[key] != nil else { return nil }
                object[key] = nil
                return .object(object)
            case .array(var elements):
                guard let index = JSON.index(key, elements.count) else { return nil }
                elements.remove(at: index)
                return .array(elements)
            default: return nil
            }
        }
    }
}
