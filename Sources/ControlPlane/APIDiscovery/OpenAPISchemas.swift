import APIMachinery
import JSON
import ResourceModel
import ResourceSchema

/// The types that some resources are made of, as OpenAPI describes them.
struct OpenAPISchemas {
    private let table: SchemaTable
    private let kinds: [String: [ResourceDefinition]]
    /// Types that are replaced as a whole wherever they stand.
    private let atomicTypes: Set<String>

    init(_ table: SchemaTable, discovery: Discovery) {
        self.table = table
        kinds = Dictionary(grouping: discovery.definitions.values.joined(), by: \.schema)
        atomicTypes = ["core.v1.ObjectReference", "core.v1.LocalObjectReference"]
    }

    /// The types reached from some, by upstream's names.
    func components(of roots: [String]) -> JSON {
        var waiting = roots
        var found: [String: JSON] = [:]
        while let name = waiting.popLast() {
            let title = Self.title(name)
            guard found[title] == nil, let type = table[name] else { continue }
            found[title] = schema(of: type, then: &waiting)
        }
        for (name, schema) in OpenAPIScalars.components { found[name] = schema }
        var components = JSONObject()
        for (name, schema) in found.sorted(by: { $0.key < $1.key }) { components.add(name, schema) }
        return .object(components)
    }

    /// `core.v1.Pod` → `io.k8s.api.core.v1.Pod`.
    static func title(_ name: String) -> String {
        name.hasPrefix("meta.v1.")
            ? "io.k8s.apimachinery.pkg.apis." + name : "io.k8s.api." + name
    }

    private func schema(of type: SchemaType, then waiting: inout [String]) -> JSON {
        var properties = JSONObject()
        let fields = type.fields.sorted { $0.name < $1.name }
        if kinds[type.name] != nil {
            properties.add("apiVersion", ["type": "string"])
            properties.add("kind", ["type": "string"])
        }
        for field in fields {
            properties.add(field.name, property(field, of: type.name, then: &waiting))
        }
        var object = JSONObject()
        object.add("type", "object")
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { object.add("required", .array(required)) }
        if !properties.isEmpty { object.add("properties", .object(properties)) }
        if atomicTypes.contains(type.name) { object.add("x-kubernetes-map-type", "atomic") }
        if let kinds = kinds[type.name] {
            object.add(
                "x-kubernetes-group-version-kind",
                .array(
                    kinds.map { kind in
                        [
                            "group": .string(kind.group), "kind": .string(kind.kind),
                            "version": .string(kind.version),
                        ]
                    }))
        }
        return .object(object)
    }

    private func property(
        _ field: SchemaField, of type: String, then waiting: inout [String]
    ) -> JSON {
        var object = schema(of: field.type, then: &waiting)
        if let ref = object["$ref"] {
            object = JSONObject()
            object.add("allOf", [["$ref": ref]])
        }
        let known = OpenAPIScalars.values["\(type).\(field.name)"]
        if let value = known?.initial ?? zero(of: field) { object.add("default", value) }
        if let values = known?.values { object.add("enum", .strings(values)) }
        let isList: Bool = if case .list = field.type { true } else { false }
        if isList {
            if let listType = field.listType {
                object.add("x-kubernetes-list-type", .string(listType))
            }
            if !field.listKeys.isEmpty {
                object.add("x-kubernetes-list-map-keys", .strings(field.listKeys))
            }
        } else if case .map = field.type,
            field.listType == "atomic" || field.listKeys == ["atomic"]
        {
            object.add("x-kubernetes-map-type", "atomic")
        }
        if let mergeKey = field.mergeKey {
            object.add("x-kubernetes-patch-merge-key", .string(mergeKey))
        }
        var strategies: [String] = []
        if field.mergeKey != nil || field.mergesAsSet { strategies.append("merge") }
        if field.retainsKeys { strategies.append("retainKeys") }
        if !strategies.isEmpty {
            object.add(
                "x-kubernetes-patch-strategy", .string(strategies.joined(separator: ",")))
        }
        return .object(object)
    }

    /// What a field without a pointer is when nobody sets it.
    private func zero(of field: SchemaField) -> JSON? {
        switch field.type {
        case .object: field.isAlwaysWritten ? [:] : nil
        case .string: field.isRequired ? "" : nil
        case .boolean: field.isRequired ? false : nil
        case .int32, .int64: field.isRequired ? 0 : nil
        default: nil
        }
    }

    private func schema(of type: FieldType, then waiting: inout [String]) -> JSONObject {
        var object = JSONObject()
        func add(_ type: String, _ format: String = "") {
            object.add("type", .string(type))
            if !format.isEmpty { object.add("format", .string(format)) }
        }
        func ref(_ title: String) {
            object.add("$ref", .string("#/components/schemas/" + title))
        }
        switch type {
        case .string: add("string")
        case .boolean: add("boolean")
        case .int32: add("integer", "int32")
        case .int64: add("integer", "int64")
        case .number: add("number", "double")
        case .bytes: add("string", "byte")
        case .time: ref(OpenAPIScalars.time)
        case .microTime: ref(OpenAPIScalars.microTime)
        case .quantity: ref(OpenAPIScalars.quantity)
        case .intOrString: ref(OpenAPIScalars.intOrString)
        case .any: add("object")
        case .object(let name):
            waiting.append(name)
            ref(Self.title(name))
        case .list(let element):
            add("array")
            object.add("items", .object(schema(of: element, then: &waiting)))
        case .map(let element):
            add("object")
            object.add("additionalProperties", .object(schema(of: element, then: &waiting)))
        }
        return object
    }
}
