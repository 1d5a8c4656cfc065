import APIMachinery
import JSON
import ResourceModel

/// `events.k8s.io/v1`: the same events by other names.
enum RegardedEventKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "events.k8s.io", kind: "Event", plural: "events", schema: "events.v1.Event")
        kind.shortNames = ["ev"]
        kind.columns = EventKind.columns
        kind.cells = { EventKind.cells(toCore($0), $1) }
        kind.stored = StoredAs(
            resource: GroupResource(resource: "events"), toStored: toCore, fromStored: fromCore)
        kind.rules.createsOnUpdate = true
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in validate(new) + validateChange(new, old) }
        return kind
    }()

    /// This version's member and the core version's.
    private static let names = [
        ("regarding", "involvedObject"), ("note", "message"),
        ("reportingController", "reportingComponent"), ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
    ]

    private static let toCore: @Sendable (APIObject) -> APIObject = { object in
        rename(object, names, apiVersion: "v1")
    }

    private static let fromCore: @Sendable (APIObject) -> APIObject = { object in
        rename(object, names.map { ($1, $0) }, apiVersion: "events.k8s.io/v1")
    }

    private static func rename(
        _ object: APIObject, _ names: [(String, String)], apiVersion: String
    ) -> APIObject {
        var json = JSONObject()
        for member in object.json.object?.members ?? [] {
            let name = names.first { $0.0 == member.key }?.1 ?? member.key
            json.add(name, member.value)
        }
        var renamed = APIObject(.object(json))
        renamed.apiVersion = apiVersion
        return renamed
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var mistakes = EventKind.validateNamespace(toCore(object))
        if object.json["eventTime"]?.string == nil {
            mistakes.append(.required(FieldPath("eventTime")))
        }
        let controller = object.json.text("reportingController")
        let path = FieldPath("reportingController")
        mistakes += controller.isEmpty ? [.required(path)] : Names.qualified(controller, path)
        for (member, most) in [("reportingInstance", 128), ("action", 128), ("reason", 128)] {
            let text = object.json.text(member)
            if text.isEmpty { mistakes.append(.required(FieldPath(member))) }
            if text.utf8.count > most { mistakes.append(tooLong(member, most)) }
        }
        if object.json.text("note").utf8.count > 1024 { mistakes.append(tooLong("message", 1024)) }
        mistakes += Choices.check(
            object.json.text("type"), of: ["Normal", "Warning"], FieldPath("type")
        ).map { mistake in
            var mistake = mistake
            mistake.reason = .invalid
            mistake.detail = "has invalid value: \(object.json.text("type"))"
            return mistake
        }
        return mistakes
    }

    private static func tooLong(_ member: String, _ most: Int) -> InvalidField {
        .invalid(FieldPath(member), "", "can have at most \(most) characters")
    }

    /// Of an event its series alone goes on.
    private static func validateChange(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        let fixed = [
            "regarding", "reason", "reportingController", "reportingInstance", "action", "note",
            "type", "eventTime", "related",
        ]
        return fixed.filter { new.json[$0] != old.json[$0] }.map { member in
            let name = names.first { $0.0 == member }?.1 ?? member
            return .invalid(FieldPath(name), new.json[member] ?? "", "field is immutable")
        }
    }
}
