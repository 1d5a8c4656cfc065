import APIMachinery
import JSON
import ResourceModel

/// What happened to an object, for people.
enum EventKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(kind: "Event", plural: "events", schema: "core.v1.Event")
        kind.shortNames = ["ev"]
        kind.columns = columns
        kind.cells = cells
        var fields: [String: @Sendable (APIObject) -> String] = [
            "reason": { $0.json.text("reason") }, "type": { $0.json.text("type") },
            "reportingComponent": { $0.json.text("reportingComponent") },
            "source": { object in
                let source = object["source", "component"]?.string ?? ""
                return source.isEmpty ? object.json.text("reportingComponent") : source
            },
        ]
        for member in referenceMembers {
            fields["involvedObject.\(member)"] = { $0["involvedObject", member]?.string ?? "" }
        }
        kind.selectableFields = fields
        kind.rules.createsOnUpdate = true
        kind.rules.validateCreate = { object, _ in validateNamespace(object) }
        kind.rules.validateUpdate = { new, _, _ in validateNamespace(new) }
        return kind
    }()

    static let referenceMembers = [
        "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath",
    ]

    static let columns = [
        Column("Last Seen"), Column("Type"), Column("Reason"), Column("Object"),
        Column("Subobject", wide: true), Column("Source", wide: true), Column("Message"),
        Column("First Seen", wide: true), Column("Count", wide: true),
        Column("Name", format: "name", wide: true),
    ]

    static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let json = object.json
        var first = Cell.since(json["firstTimestamp"]?.string, now)
        if json["firstTimestamp"]?.string == nil {
            first = Cell.since(json["eventTime"]?.string, now)
        }
        var last = first
        if let time = json["lastTimestamp"]?.string { last = Cell.since(time, now) }
        var count = max(json["count"]?.int ?? 0, 1)
        if let series = json["series"] {
            last = Cell.since(series["lastObservedTime"]?.string, now)
            count = series["count"]?.int ?? 0
        }
        let subject = json["involvedObject"] ?? [:]
        let (kind, name) = (subject.text("kind").lowercased(), subject.text("name"))
        return [
            last, .string(json.text("type")), .string(json.text("reason")),
            .string(name.isEmpty ? kind : "\(kind)/\(name)"), .string(subject.text("fieldPath")),
            .string(source(object)), .string(json.text("message").trimmed), first, .int(count),
            .string(object.name),
        ]
    }

    private static func source(_ object: APIObject) -> String {
        let source = object.json["source"] ?? [:]
        var parts = [source.text("component"), source.text("host")]
        if parts[0].isEmpty { parts[0] = object.json.text("reportingComponent") }
        if parts[1].isEmpty { parts[1] = object.json.text("reportingInstance") }
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// An event lives in its subject's namespace; those of cluster-wide subjects in `default`.
    static func validateNamespace(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("involvedObject")["namespace"]
        let namespace = object["involvedObject", "namespace"]?.string ?? ""
        let fits =
            namespace.isEmpty
            ? ["", "default"].contains(object.namespace) : namespace == object.namespace
        if fits { return [] }
        return [.invalid(path, .string(namespace), "does not match event.namespace")]
    }
}
