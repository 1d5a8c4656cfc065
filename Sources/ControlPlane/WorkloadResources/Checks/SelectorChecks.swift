import APIMachinery
import JSON

/// The selector of what keeps pods, and the template that must match it.
enum SelectorChecks {
    /// A `metav1.LabelSelector` that must be there and select something; `kind` is how upstream
    /// names it.
    static func required(
        _ spec: JSON, kind: String, _ path: FieldPath
    ) -> [InvalidField] {
        guard let selector = spec.given("selector") else { return [.required(path)] }
        var mistakes = LabelChecks.selector(selector, path)
        if isEmpty(selector) {
            mistakes.append(.invalid(path, selector, "empty selector is invalid for \(kind)"))
        }
        return mistakes
    }

    static func isEmpty(_ selector: JSON) -> Bool {
        selector.members("matchLabels").isEmpty && selector.list("matchExpressions").isEmpty
    }

    /// The template's labels are such as the selector selects. One that isn't there selects
    /// nothing; one that can't be read is told elsewhere.
    static func matches(
        _ spec: JSON, _ path: FieldPath, unreadable: String? = "invalid label selector"
    ) -> [InvalidField] {
        let labels = spec["template"]?["metadata"]?["labels"]
        let mismatch = InvalidField.invalid(
            path["template"]["metadata"]["labels"], labels ?? .null,
            "`selector` does not match template `labels`")
        guard let selector = spec.given("selector") else { return [mismatch] }
        do {
            guard let parsed = try LabelSelector(object: selector) else { return [mismatch] }
            let map = spec["template"]?["metadata"]?.textMap("labels") ?? [:]
            return parsed.isEmpty || parsed.matches(map) ? [] : [mismatch]
        } catch {
            return unreadable.map { [.invalid(path["selector"], selector, $0)] } ?? []
        }
    }
}
