import APIMachinery
import JSON

/// Who writes an object, as `managedFields` knows writers.
public struct FieldManager: Sendable, Hashable {
    /// The name: the `fieldManager` parameter, or what the user agent begins with.
    public var name: String
    /// Whether it applies; else it updates.
    public var applies: Bool
    /// The version that it writes.
    public var apiVersion: String
    /// The subresource that it writes to; empty for none.
    public var subresource: String

    /// A writer.
    public init(name: String, applies: Bool, apiVersion: String, subresource: String = "") {
        self.name = name
        self.applies = applies
        self.apiVersion = apiVersion
        self.subresource = subresource
    }

    /// As a conflict names it.
    var shown: String {
        var text = JSON.string(name).description
        if !subresource.isEmpty { text += " with subresource \"\(subresource)\"" }
        return applies ? text : text + " using \(apiVersion)"
    }
}

/// The owners of an object's fields: `metadata.managedFields`.
struct ManagedFields: Equatable {
    struct Entry: Equatable {
        var fields: FieldSet
        /// When the fields became this writer's; empty when unknown.
        var time: String
    }

    var entries: [FieldManager: Entry] = [:]

    init(_ object: APIObject) {
        for entry in object["metadata", "managedFields"]?.array ?? [] {
            let manager = FieldManager(
                name: entry["manager"]?.string ?? "",
                applies: entry["operation"]?.string == "Apply",
                apiVersion: entry["apiVersion"]?.string ?? "",
                subresource: entry["subresource"]?.string ?? "")
            let fields = FieldSet(entry["fieldsV1"] ?? [:])
            guard !fields.isEmpty else { continue }
            entries[manager] = Entry(fields: fields, time: entry["time"]?.string ?? "")
        }
    }

    /// All fields that writers other than this one own.
    func fields(except manager: FieldManager) -> FieldSet {
        entries.filter { $0.key != manager }.reduce(FieldSet()) { $0.union($1.value.fields) }
    }

    /// Takes fields from all writers but one.
    mutating func take(_ fields: FieldSet, except manager: FieldManager) {
        for (other, entry) in entries where other != manager {
            let rest = entry.fields.subtracting(fields)
            entries[other] = rest.isEmpty ? Entry?.none : Entry(fields: rest, time: entry.time)
        }
    }

    /// Sets what a writer owns; the time only when that changes.
    mutating func set(_ fields: FieldSet, of manager: FieldManager, _ now: String) {
        if fields.isEmpty {
            entries[manager] = nil
        } else if entries[manager]?.fields != fields {
            entries[manager] = Entry(fields: fields, time: now)
        }
    }

    /// The member of metadata, in upstream's order: appliers first, then by time and name.
    var json: JSON? {
        guard !entries.isEmpty else { return nil }
        let sorted = entries.sorted { a, b in
            let left = [a.key.applies ? "0" : "1", a.value.time, a.key.name, a.key.subresource]
            let right = [b.key.applies ? "0" : "1", b.value.time, b.key.name, b.key.subresource]
            return left.lexicographicallyPrecedes(right)
        }
        return .array(
            sorted.map { manager, entry in
                var object = JSONObject()
                object.add("manager", .string(manager.name))
                object.add("operation", manager.applies ? "Apply" : "Update")
                object.add("apiVersion", .string(manager.apiVersion))
                if !entry.time.isEmpty { object.add("time", .string(entry.time)) }
                object.add("fieldsType", "FieldsV1")
                object.add("fieldsV1", entry.fields.json)
                if !manager.subresource.isEmpty {
                    object.add("subresource", .string(manager.subresource))
                }
                return .object(object)
            })
    }
}
