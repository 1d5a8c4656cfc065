import JSON

/// What is wrong with one field, in the words of the API (`k8s.io/apimachinery` calls it
/// `field.Error`).
public struct InvalidField: Hashable, Sendable {
    /// What sort of mistake. The raw value is the cause's `reason` in a `Status`.
    public enum Reason: String, Sendable {
        case required = "FieldValueRequired"
        case invalid = "FieldValueInvalid"
        case notSupported = "FieldValueNotSupported"
        case duplicate = "FieldValueDuplicate"
        case forbidden = "FieldValueForbidden"
        case notFound = "FieldValueNotFound"
        case tooLong = "FieldValueTooLong"
        case tooMany = "FieldValueTooMany"
        case typeInvalid = "FieldValueTypeInvalid"
        case internalError = "InternalError"

        /// How a message begins.
        var words: String {
            switch self {
            case .required: "Required value"
            case .invalid: "Invalid value"
            case .notSupported: "Unsupported value"
            case .duplicate: "Duplicate value"
            case .forbidden: "Forbidden"
            case .notFound: "Not found"
            case .tooLong: "Too long"
            case .tooMany: "Too many"
            case .typeInvalid: "Invalid value"
            case .internalError: "Internal error"
            }
        }

        /// Whether the message shows the value.
        var showsValue: Bool {
            switch self {
            case .required, .forbidden, .tooLong, .internalError: false
            case .invalid, .notSupported, .duplicate, .notFound, .typeInvalid, .tooMany: true
            }
        }
    }

    /// The sort of mistake.
    public var reason: Reason
    /// Where.
    public var field: String
    /// The value as the message shows it (`"x"` in quotes, `5`, `{…}`); empty when it shows none.
    public var shownValue: String
    /// What was expected; may be empty.
    public var detail: String

    /// A mistake with its value written out already.
    public init(_ reason: Reason, _ field: FieldPath, shownValue: String = "", detail: String = "")
    {
        self.reason = reason
        self.field = field.description
        self.shownValue = shownValue
        self.detail = detail
    }

    /// A cause's message: `Invalid value: "x": must be …`.
    public var message: String {
        var text = reason.words
        if reason.showsValue { text += ": " + shownValue }
        if !detail.isEmpty { text += ": " + detail }
        return text
    }

    /// The field and the message, as joined messages show them.
    public var description: String { "\(field): \(message)" }

    /// A field that must be given.
    public static func required(_ field: FieldPath, _ detail: String = "") -> InvalidField {
        InvalidField(.required, field, detail: detail)
    }

    /// A value that is wrong.
    public static func invalid(
        _ field: FieldPath, _ value: JSON, _ detail: String
    ) -> InvalidField {
        InvalidField(.invalid, field, shownValue: shown(value), detail: detail)
    }

    /// A value that is none of those supported; they are listed in the given order.
    public static func notSupported(
        _ field: FieldPath, _ value: JSON, supported: [String]
    ) -> InvalidField {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        return InvalidField(
            .notSupported, field, shownValue: shown(value),
            detail: supported.isEmpty ? "" : "supported values: \(list)")
    }

    /// A value that occurs twice.
    public static func duplicate(_ field: FieldPath, _ value: JSON) -> InvalidField {
        InvalidField(.duplicate, field, shownValue: shown(value))
    }

    /// A field that may not be set or changed.
    public static func forbidden(_ field: FieldPath, _ detail: String) -> InvalidField {
        InvalidField(.forbidden, field, detail: detail)
    }

    /// A reference to what is not there.
    public static func notFound(_ field: FieldPath, _ value: JSON) -> InvalidField {
        InvalidField(.notFound, field, shownValue: shown(value))
    }

    /// A text or list of more bytes than allowed.
    public static func tooLong(_ field: FieldPath, maximum: Int) -> InvalidField {
        InvalidField(.tooLong, field, detail: "may not be more than \(maximum) bytes")
    }

    /// A list of more elements than allowed.
    public static func tooMany(_ field: FieldPath, _ count: Int, maximum: Int) -> InvalidField {
        InvalidField(
            .tooMany, field, shownValue: "\(count)",
            detail: "must have at most \(maximum) items")
    }

    private static func shown(_ value: JSON) -> String { value.description }
}
