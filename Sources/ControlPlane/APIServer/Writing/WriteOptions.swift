import APIMachinery
import JSON

/// What a write's query asks for.
package struct WriteOptions: Sendable {
    /// What to do about fields that nobody knows.
    package enum FieldValidation: String, Sendable {
        case ignore = "Ignore"
        case warn = "Warn"
        case strict = "Strict"
    }

    /// Whether nothing is to be stored.
    package var isDryRun = false
    /// What to do about fields that nobody knows.
    package var fieldValidation = FieldValidation.warn
    /// Who manages the fields written; empty when not said.
    package var fieldManager = ""
    /// Apply: whether to take over what others manage.
    package var forces = false
    /// Whether the object comes from apply, with the owners of its fields.
    package var isApply = false

    package init() {}

    /// Reads the query of a write whose options are of a kind: `CreateOptions` …
    package init(_ query: QueryItems, kind: String) throws(APIStatus) {
        var mistakes = Self.checkDryRun(query.values("dryRun"))
        isDryRun = !query.values("dryRun").isEmpty
        if let text = query["fieldValidation"], !text.isEmpty {
            if let value = FieldValidation(rawValue: text) {
                fieldValidation = value
            } else {
                mistakes.append(
                    .notSupported(
                        FieldPath("fieldValidation"), .string(text),
                        supported: ["Ignore", "Warn", "Strict"]))
            }
        }
        fieldManager = query["fieldManager"] ?? ""
        forces = query.isTrue("force")
        if fieldManager.utf8.count > 128 {
            mistakes.append(.tooLong(FieldPath("fieldManager"), maximum: 128))
        }
        try Self.refuse(mistakes, kind)
    }

    /// 422 about options, when there are mistakes.
    static func refuse(_ mistakes: [InvalidField], _ kind: String) throws(APIStatus) {
        if mistakes.isEmpty { return }
        throw .invalid(GroupKind(group: "meta.k8s.io", kind: kind), name: "", mistakes)
    }

    static func checkDryRun(_ values: [String]) -> [InvalidField] {
        if values.isEmpty || values == ["All"] { return [] }
        return [
            .notSupported(FieldPath("dryRun"), .strings(values), supported: ["All"])
        ]
    }
}
