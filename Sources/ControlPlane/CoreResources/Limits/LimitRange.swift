import APIMachinery
import JSON
import ResourceModel

/// What a container, a pod or a claim of a namespace may ask for.
enum LimitRangeKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "LimitRange", plural: "limitranges", schema: "core.v1.LimitRange")
        kind.shortNames = ["limits"]
        kind.columns = [.name, Column("Created At", type: "date")]
        kind.cells = { object, _ in [.string(object.name), .string(object.creationTimestamp)] }
        kind.rules.createsOnUpdate = true
        kind.rules.setDefaults = { object in
            object.json.update("spec") { $0.updateEach("limits", setDefaults) }
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        return kind
    }()

    /// A container's default is what it may have at most; its default request is its default, or
    /// what it must have at least.
    private static func setDefaults(_ item: inout JSON) {
        guard item.text("type") == "Container" else { return }
        fill(&item, "default", from: ["max"])
        fill(&item, "defaultRequest", from: ["default", "min"])
    }

    private static func fill(_ item: inout JSON, _ list: String, from sources: [String]) {
        var values: [String: JSON] = [:]
        for source in sources.reversed() {
            for entry in item.members(source) { values[entry.key] = entry.value }
        }
        for entry in item.members(list) { values[entry.key] = entry.value }
        var filled = JSONObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) { filled.add(key, value) }
        if !filled.isEmpty { item[list] = .object(filled) }
    }

    private static let lists = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"]

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var seen: Set<String> = []
        var mistakes: [InvalidField] = []
        for (index, item) in object.spec.list("limits").enumerated() {
            let path = FieldPath("spec")["limits"][index]
            let type = item.text("type")
            mistakes += Limits.qualifiedKind(type, path["type"])
            if !seen.insert(type).inserted {
                mistakes.append(.duplicate(path["type"], .string(type)))
            }
            for list in lists {
                for entry in item.members(list) {
                    mistakes += Limits.resourceName(entry.key, path[list].key(entry.key))
                }
            }
            if type == "Pod" {
                for list in ["default", "defaultRequest"] where !item.members(list).isEmpty {
                    let why = "may not be specified when `type` is 'Pod'"
                    mistakes.append(.forbidden(path[list], why))
                }
            }
            mistakes += validateOrder(item, path)
        }
        return mistakes
    }

    /// min ≤ defaultRequest ≤ default ≤ max.
    private static func validateOrder(_ item: JSON, _ path: FieldPath) -> [InvalidField] {
        let rules = [
            ("min", "max", "min", "min", "max"),
            ("min", "default", "default", "min", "default"),
            ("default", "max", "default", "default", "max"),
            ("min", "defaultRequest", "defaultRequest", "min", "default request"),
            ("defaultRequest", "max", "defaultRequest", "default request", "max"),
            ("defaultRequest", "default", "defaultRequest", "default request", "default"),
        ]
        return rules.flatMap { low, high, field, lowName, highName -> [InvalidField] in
            item.members(low).compactMap { entry in
                guard let small = Quantity(parsing: entry.value.string ?? ""),
                    let text = item[high]?[entry.key]?.string,
                    let large = Quantity(parsing: text), large < small
                else { return nil }
                let shown = item[field]?[entry.key] ?? entry.value
                let why =
                    "\(lowName) value \(small) is greater than \(highName) value \(large)"
                return .invalid(path[field].key(entry.key), shown, why)
            }
        }
    }
}
