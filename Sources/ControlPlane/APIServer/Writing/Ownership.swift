import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import ResourceSchema

/// The owners of fields, which apply needs to know.
///
/// Upstream notes them for every object. Here they are noted from the first apply on, and for
/// objects whose creator names a field manager: all other objects stay smaller by a third.
extension APIServer {
    /// Notes who owns what an update changed; of scaling, upstream notes no time.
    func noteOwners(
        _ object: inout APIObject, _ old: APIObject, _ given: JSON?, _ target: ResourceTarget,
        _ rules: UpdateRules, _ options: WriteOptions, _ context: RequestContext
    ) throws(APIStatus) {
        if options.isApply {
            object["metadata", "managedFields"] = given
            return
        }
        guard old["metadata", "managedFields"] != nil else { return }
        // Entries without content are how a writer says that all owners are to be forgotten.
        if let entries = given?.array, entries.allSatisfy({ $0.object?.isEmpty == true }) {
            object["metadata", "managedFields"] = nil
            return
        }
        let definition = target.definition
        object["metadata", "managedFields"] = try schemas.managedFields(
            afterUpdating: old, to: object, as: definition.schema,
            by: manager(definition, rules.subresource, options, context),
            now: rules.subresource == "scale" ? nil : context.now,
            ignoring: Self.unwritable(object, definition, rules.subresource))
    }

    /// Notes who made an object, when they name themselves as a field manager.
    func noteCreator(
        _ object: inout APIObject, _ target: ResourceTarget, _ options: WriteOptions,
        _ context: RequestContext
    ) throws(APIStatus) {
        guard !options.isApply, !options.fieldManager.isEmpty else { return }
        let definition = target.definition
        object["metadata", "managedFields"] = try schemas.managedFields(
            afterUpdating: APIObject([:]), to: object, as: definition.schema,
            by: manager(definition, "", options, context), now: context.now,
            ignoring: Self.unwritable(object, definition, ""))
    }

    private func manager(
        _ definition: ResourceDefinition, _ subresource: String, _ options: WriteOptions,
        _ context: RequestContext
    ) -> FieldManager {
        let agent = context.http.headers["User-Agent"] ?? ""
        let first = agent.split(separator: "/").first.map(String.init) ?? "unknown"
        return FieldManager(
            name: options.fieldManager.isEmpty ? first : options.fieldManager, applies: false,
            apiVersion: definition.groupVersion.description, subresource: subresource)
    }

    /// The top-level members that a request can't write: the status, or all else.
    static func unwritable(
        _ object: APIObject, _ definition: ResourceDefinition, _ subresource: String
    ) -> Set<String> {
        if subresource == "status" {
            return Set(object.json.object?.keys ?? []).union(["spec"]).subtracting(["status"])
        }
        let hasStatus = definition.subresources.contains { $0.name == "status" }
        return hasStatus ? ["status"] : []
    }
}
