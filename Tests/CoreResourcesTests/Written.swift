import APIMachinery
import CoreResources
import JSON
import ResourceModel

/// Objects as they come out of a kind's rules.
enum Written {
    static let context = WriteContext(
        userName: "somebody", now: Timestamp(microseconds: 1_700_000_000_000_000))

    /// A definition by its plural name, and its group where two have the name.
    static func kind(_ plural: String, group: String? = nil) throws -> ResourceDefinition {
        for definition in CoreResources.all where definition.plural == plural {
            if group == nil || definition.group == group { return definition }
        }
        throw Missing(plural: plural)
    }

    struct Missing: Error { var plural: String }

    static func object(_ text: String) throws -> APIObject {
        APIObject(try JSON(parsing: Array(text.utf8)))
    }

    /// A new object after its defaults and preparation.
    static func new(_ plural: String, _ text: String) throws -> APIObject {
        let rules = try kind(plural).rules
        var object = try object(text)
        rules.setDefaults(&object)
        rules.prepareForCreate(&object, context)
        return object
    }

    /// What is wrong with a new object, one line a mistake.
    static func faults(_ plural: String, _ text: String) throws -> [String] {
        try kind(plural).rules.validateCreate(new(plural, text), context).map(\.description)
    }

    /// A changed object after its defaults and preparation.
    static func changed(_ plural: String, _ text: String, from old: APIObject) throws -> APIObject {
        let rules = try kind(plural).rules
        var object = try object(text)
        rules.setDefaults(&object)
        rules.prepareForUpdate(&object, old, context)
        return object
    }

    /// What is wrong with a change.
    static func faults(
        _ plural: String, _ text: String, from old: APIObject
    ) throws -> [String] {
        let new = try changed(plural, text, from: old)
        return try kind(plural).rules.validateUpdate(new, old, context).map(\.description)
    }

    /// The cells of an object's row at `context.now`.
    static func cells(_ plural: String, _ text: String) throws -> [String] {
        try kind(plural).cells(object(text), context.now).map { cell in
            cell.string ?? cell.description
        }
    }
}
