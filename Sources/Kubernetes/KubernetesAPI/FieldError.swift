import JSON

/// A field that can't be decoded. Its path and line come from the cursor, so that decoding carries
/// neither; the object's name and file are added once, by `KubernetesObject.decode`.
struct FieldError: Error {
    /// The value at fault, or the object that lacks a member.
    var value: JSONValue
    var missing: String?
    var expected: String
    private var fault: String?

    init(_ value: JSONValue, expected: String) {
        self.value = value
        self.expected = expected
    }

    init(_ parent: JSONValue, missing key: String) {
        value = parent
        missing = key
        expected = "a value"
    }

    /// Whether the object as a whole is at fault, not the field where that shows.
    var isOfObject: Bool { fault != nil }

    /// A fault of the object as a whole, shown by one of its values.
    init(_ value: JSONValue, fault: String) {
        self.value = value
        self.fault = fault
        expected = ""
    }

    /// `expected an integer from 1 to 65535, found "http"`.
    var reason: String {
        if let fault { return fault }
        if let missing { return "expected \(expected), found no \"\(missing)\"" }
        return "expected \(expected), found \(FieldError.excerpt(of: value))"
    }

    /// What stands there, in short.
    private static func excerpt(of value: JSONValue) -> String {
        switch value.kind {
        case .object: return "an object"
        case .array: return "a list"
        default:
            let text = String(decoding: value.rawBytes, as: UTF8.self)
            return text.utf8.count <= 80 ? text : text.prefix(77) + "…"
        }
    }
}
