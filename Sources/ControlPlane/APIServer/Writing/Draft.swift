import APIMachinery
import JSON
import ResourceModel

extension APIServer {
    /// The new state of an object: changed, defaulted, checked.
    func makeDraft(
        _ old: StoredObject, _ target: ResourceTarget, _ rules: UpdateRules,
        _ change: ObjectChange, _ options: WriteOptions, _ context: RequestContext
    ) throws(APIStatus) -> Draft {
        let before = try requestForm(old.object, target)
        var object = try change.apply(before, old.revision)
        let definition = target.definition
        try matchName(&object, target)
        try matchNamespace(&object, target)
        definition.rules.setDefaults(&object)
        try matchRevision(object, before, target)
        let givenOwners = object["metadata", "managedFields"]
        keepMetadata(&object, before)
        let write = writeContext(context)
        rules.prepare(&object, before, write)
        countGeneration(&object, before, definition, rules)
        try admission.update(
            &object, old: before,
            AdmissionRequest(self, target, context, options, subresource: rules.subresource))
        let extras =
            try rules.allocates
            ? hooks.prepare(
                &object, old: before,
                WriteHookRequest(target: target, isDryRun: options.isDryRun))
            : nil
        do throws(APIStatus) {
            try noteOwners(&object, before, givenOwners, target, rules, options, context)
            let mistakes =
                checkMetadata(object, definition)
                + MetadataValidation.validateUpdate(object, before)
                + rules.validate(object, before, write)
            try refuse(mistakes, object, definition)
            for warning in definition.rules.warnings(object, before) {
                context.warnings.add(warning)
            }
            let stored = try storageForm(object, target)
            return Draft(stored: stored, asked: object, extras: extras)
        } catch {
            extras?.abandon()
            throw error
        }
    }

    /// The body's name must be the path's.
    func matchName(_ object: inout APIObject, _ target: ResourceTarget) throws(APIStatus) {
        if object.name.isEmpty {
            throw .badRequest(
                "the name of the object (\(target.name) based on URL) was undeterminable: "
                    + "name must be provided")
        }
        if object.name != target.name {
            throw .badRequest(
                "the name of the object (\(object.name)) does not match "
                    + "the name on the URL (\(target.name))")
        }
    }

    private func matchRevision(
        _ object: APIObject, _ old: APIObject, _ target: ResourceTarget
    ) throws(APIStatus) {
        let given = object.resourceVersion
        if given.isEmpty || given == "0" {
            if target.definition.rules.allowsUnconditionalUpdate { return }
            throw .invalid(
                target.definition.groupKind, name: object.name,
                [
                    .invalid(
                        FieldPath("metadata")["resourceVersion"], .number("0"),
                        "must be specified for an update")
                ])
        }
        guard UInt64(given) != nil else {
            throw .invalid(
                target.definition.groupKind, name: object.name,
                [
                    .invalid(
                        FieldPath("metadata")["resourceVersion"], .string(given),
                        "must be a valid version")
                ])
        }
        if given != old.resourceVersion {
            throw .conflict(target.definition.groupResource, name: target.name, Self.modified)
        }
    }

    /// What a writer can't change is as it was.
    private func keepMetadata(_ object: inout APIObject, _ old: APIObject) {
        object.generation = old.generation
        for member in ["selfLink", "managedFields"] {
            object["metadata", member] = old["metadata", member]
        }
        if object.uid.isEmpty { object.uid = old.uid }
        object.creationTimestamp = old.creationTimestamp
        for member in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
            if let value = old["metadata", member] { object["metadata", member] = value }
        }
        object.resourceVersion = old.resourceVersion
    }

    private func countGeneration(
        _ object: inout APIObject, _ old: APIObject, _ definition: ResourceDefinition,
        _ rules: UpdateRules
    ) {
        guard rules.countsGeneration, definition.rules.hasGeneration else { return }
        let isChanged =
            wanted(object, definition) != wanted(old, definition)
            || (definition.rules.countsAnnotationsInGeneration
                && object.annotations != old.annotations)
            || (object.deletionTimestamp != nil && old.deletionTimestamp == nil)
        if isChanged { object.generation = old.generation + 1 }
    }

    /// The members whose change makes a generation, in canonical form.
    private func wanted(_ object: APIObject, _ definition: ResourceDefinition) -> [JSON] {
        let canonical = (try? schemas.canonical(object.json, as: definition.schema)) ?? object
        let members = canonical.json.object?.members ?? []
        return members.filter {
            !definition.rules.membersWithoutGeneration.contains($0.key)
                && $0.key != "kind" && $0.key != "apiVersion"
        }.map { [.string($0.key), $0.value] }
    }
}
