import APIMachinery
import JSON
import ResourceModel

extension APIServer {
    /// What the rules may know of a request.
    func writeContext(_ context: RequestContext) -> WriteContext {
        WriteContext(
            userName: context.user.name, groups: context.user.groups, now: context.now,
            serviceFamilies: serviceHook.families,
            allowsPrivileged: configuration.allowsPrivileged)
    }

    /// An object of the request's version, as it is stored.
    func storageForm(
        _ object: APIObject, _ target: ResourceTarget
    ) throws(APIStatus) -> APIObject {
        var stored = target.definition.stored.map { $0.toStored(object) } ?? object
        stored = try schemas.canonical(stored.json, as: target.storage.schema)
        stored["metadata", "resourceVersion"] = nil
        return stored
    }

    /// A stored object, in the request's version.
    func requestForm(
        _ stored: APIObject, _ target: ResourceTarget
    ) throws(APIStatus) -> APIObject {
        guard let view = target.definition.stored else { return stored }
        return try schemas.canonical(view.fromStored(stored).json, as: target.definition.schema)
    }

    /// 422 when there are mistakes.
    func refuse(
        _ mistakes: [InvalidField], _ object: APIObject, _ definition: ResourceDefinition
    ) throws(APIStatus) {
        if mistakes.isEmpty { return }
        throw .invalid(definition.groupKind, name: object.name, mistakes)
    }

    /// The mistakes of a new object's metadata.
    func checkMetadata(_ object: APIObject, _ definition: ResourceDefinition) -> [InvalidField] {
        MetadataValidation.validate(
            object, rule: definition.rules.name, isNamespaced: definition.isNamespaced)
    }
}
