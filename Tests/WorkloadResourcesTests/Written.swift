import APIMachinery
import JSON
import ResourceModel
import ResourceSchema
import Testing
import WorkloadResources

/// Objects as a server would write them: read by the schema, completed, prepared.
enum Written {
    static let context = WriteContext(
        userName: "tester", now: Timestamp(parsing: "2026-01-01T00:10:00Z") ?? now)
    static let now = Timestamp(microseconds: 0)

    static func definition(_ plural: String, version: String? = nil) throws -> ResourceDefinition {
        try #require(
            WorkloadResources.all.first {
                $0.plural == plural && (version == nil || $0.version == version)
            })
    }

    /// A body as the schema reads it.
    static func read(_ plural: String, _ text: String) throws -> APIObject {
        let document = try JSONDocument(parsing: Array(text.utf8))
        let type = try definition(plural).schema
        return try SchemaTable.kubernetes.decode(document.root, as: type).object
    }

    /// A new object, named `x` unless it says otherwise, and the mistakes in it.
    static func create(_ plural: String, _ text: String) throws -> (APIObject, [String]) {
        let kind = try definition(plural)
        var object = try read(plural, text)
        if object.name.isEmpty { object.name = "x" }
        object.uid = "u1"
        kind.rules.setDefaults(&object)
        kind.rules.prepareForCreate(&object, context)
        let faults = kind.rules.validateCreate(object, context).map(\.description)
        return (try SchemaTable.kubernetes.canonical(object.json, as: kind.schema), faults)
    }

    static func new(_ plural: String, _ text: String) throws -> APIObject {
        let (object, faults) = try create(plural, text)
        #expect(faults == [])
        return object
    }

    static func faults(_ plural: String, _ text: String) throws -> [String] {
        try create(plural, text).1
    }

    /// The mistakes of a change, made by `edit` to what there is.
    static func faults(
        changing old: APIObject, of plural: String, _ edit: (inout APIObject) -> Void
    ) throws -> [String] {
        let kind = try definition(plural)
        var new = old
        edit(&new)
        kind.rules.setDefaults(&new)
        kind.rules.prepareForUpdate(&new, old, context)
        return kind.rules.validateUpdate(new, old, context).map(\.description)
    }

    /// A pod of one container; `more` stands in the container, `spec` in the spec.
    static func pod(_ more: String = "", spec: String = "") -> String {
        let container = #"{"name":"c","image":"img:1"\#(more.isEmpty ? "" : ",\(more)")}"#
        return #"{"spec":{"containers":[\#(container)]\#(spec.isEmpty ? "" : ",\(spec)")}}"#
    }

    /// A template whose labels are `a: b`.
    static let template =
        #""template":{"metadata":{"labels":{"a":"b"}},"#
        + #""spec":{"containers":[{"name":"c","image":"i"}]}}"#

    /// A spec with a selector for it; `more` stands in the spec.
    static func spec(_ more: String = "") -> String {
        let selector = #""selector":{"matchLabels":{"a":"b"}}"#
        return #"{"spec":{\#(selector),\#(template)\#(more.isEmpty ? "" : ",\(more)")}}"#
    }
}
