import APIMachinery
import JSON
import ResourceModel
import ResourceSchema
import WatchCache

/// How stored objects become what a client asked for: the object in the version of its request, a
/// table's row, or metadata alone.
struct ObjectEncoding: Sendable {
    /// What of the object stands in a table's row.
    enum RowObject: String, Sendable {
        case metadata = "Metadata"
        case object = "Object"
        case none = "None"
    }

    var definition: ResourceDefinition
    var schemas: SchemaTable
    var view: Acceptance.View
    var rowObject = RowObject.metadata
    var now: Timestamp

    /// - Throws: 400 when rows are to show something unknown.
    init(
        _ target: ResourceTarget, _ context: RequestContext, _ view: Acceptance.View,
        schemas: SchemaTable
    ) throws(APIStatus) {
        definition = target.definition
        self.schemas = schemas
        self.view = view
        now = context.now
        let wanted = context.query["includeObject"] ?? ""
        guard case .table = view, !wanted.isEmpty else { return }
        guard let rowObject = RowObject(rawValue: wanted) else {
            throw .badRequest(
                """
                Unable to convert to Table as requested: includeObject: Invalid value: \
                \"\(wanted)\": must be 'Metadata', 'Object', 'None', or empty
                """)
        }
        self.rowObject = rowObject
    }

    /// Whether the bytes that are kept are what is served.
    var servesStoredBytes: Bool { view == .object && definition.stored == nil }

    /// Which watches may share bytes; nil when none may.
    var sharingKey: String? {
        switch view {
        case .object: definition.stored == nil ? "" : definition.groupVersion.description
        case .metadata(let version): "metadata/" + version
        case .table: nil
        }
    }

    /// The object in the request's version.
    func object(_ cached: CachedObject) -> APIObject { versioned(cached.object()) }

    private func versioned(_ stored: APIObject) -> APIObject {
        guard let form = definition.stored else { return stored }
        let object = form.fromStored(stored)
        return (try? schemas.canonical(object.json, as: definition.schema)) ?? object
    }

    /// What is served of one object.
    func bytes(_ cached: CachedObject) -> [UInt8] {
        servesStoredBytes ? cached.bytes : json(object(cached)).serialized()
    }

    /// What is served of one object of the request's version.
    func json(_ object: APIObject) -> JSON {
        switch view {
        case .object: return object.json
        case .metadata(let version): return Self.metadata(of: object, version)
        case .table(let version):
            return table(
                version, metadata: ["resourceVersion": .string(object.resourceVersion)],
                columns: columns, rows: [row(object, version)])
        }
    }

    /// `PartialObjectMetadata`.
    static func metadata(of object: APIObject, _ version: String) -> JSON {
        [
            "kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/" + version),
            "metadata": object.json["metadata"] ?? [:],
        ]
    }

    /// A `Table`; `columns` is null in all but the first event of a watch.
    func table(_ version: String, metadata: JSON, columns: JSON, rows: [JSON]) -> JSON {
        [
            "kind": "Table", "apiVersion": .string("meta.k8s.io/" + version), "metadata": metadata,
            "columnDefinitions": columns, "rows": .array(rows),
        ]
    }

    /// A table's row.
    func row(_ object: APIObject, _ version: String) -> JSON {
        let shown: JSON =
            switch rowObject {
            case .metadata: Self.metadata(of: object, version)
            case .object: object.json
            case .none: .null
            }
        let cells: [JSON] =
            definition.columns.isEmpty
            ? [.string(object.name), .string(object.creationTimestamp)]
            : definition.cells(object, now)
        return ["cells": .array(cells), "object": shown]
    }

    /// The heads of a table's columns.
    var columns: JSON {
        // What kinds have that say nothing of their columns.
        let usual = [
            Column("Name", format: "name"), Column("Created At", type: "date"),
        ]
        let columns = definition.columns.isEmpty ? usual : definition.columns
        return .array(
            columns.map { column in
                [
                    "name": .string(column.name), "type": .string(column.type),
                    "format": .string(column.format), "description": "",
                    "priority": .int(column.priority),
                ]
            })
    }
}
