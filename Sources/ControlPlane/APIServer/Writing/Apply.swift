import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import ResourceSchema

extension APIServer {
    /// Server-side apply.
    func apply(
        _ target: ResourceTarget, _ rules: UpdateRules, _ options: WriteOptions,
        _ context: RequestContext, _ acceptance: Acceptance
    ) async throws(APIStatus) -> HTTPResponse {
        guard !options.fieldManager.isEmpty else {
            throw .invalid(
                GroupKind(group: "meta.k8s.io", kind: "PatchOptions"), name: "",
                [.required(FieldPath("fieldManager"), "is required for apply patch")])
        }
        var options = options
        options.isApply = true
        let configuration = try configuration(target, context)
        let change = applyChange(configuration, target, rules, options, context)
        if existing(target) == nil, rules.subresource.isEmpty {
            return try await applyNew(
                configuration, change, target, options, context, acceptance)
        }
        let result = try await update(target, rules, change, options, context)
        return respond(result.object, target, context, acceptance)
    }

    /// The body: YAML, of which JSON is a part.
    private func configuration(
        _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> APIObject {
        let document = try bodies.yaml(context.http.body)
        var configuration = APIObject(JSON(document.root))
        if configuration.kind.isEmpty || configuration.apiVersion.isEmpty {
            let version = GroupVersion(parsing: configuration.apiVersion)
            throw .badRequest(
                "invalid object type: \(version.group)/\(version.version), "
                    + "Kind=\(configuration.kind)")
        }
        try bodies.checkKind(
            document.root, kind: target.definition.kind,
            groupVersion: target.definition.groupVersion)
        if configuration["metadata", "managedFields"] != nil {
            throw .badRequest("metadata.managedFields must be nil")
        }
        try matchName(&configuration, target)
        return configuration
    }

    private func applyChange(
        _ configuration: APIObject, _ target: ResourceTarget, _ rules: UpdateRules,
        _ options: WriteOptions, _ context: RequestContext
    ) -> ObjectChange {
        let schemas = schemas
        let definition = target.definition
        let manager = FieldManager(
            name: options.fieldManager, applies: true,
            apiVersion: definition.groupVersion.description, subresource: rules.subresource)
        let ignored = Self.unwritable(configuration, definition, rules.subresource)
        return ObjectChange { old, revision throws(APIStatus) in
            try schemas.apply(
                configuration, to: revision == nil ? APIObject?.none : old,
                as: definition.schema, by: manager, now: context.now, isForced: options.forces,
                ignoring: ignored)
        }
    }

    private func applyNew(
        _ configuration: APIObject, _ change: ObjectChange, _ target: ResourceTarget,
        _ options: WriteOptions, _ context: RequestContext, _ acceptance: Acceptance
    ) async throws(APIStatus) -> HTTPResponse {
        if !configuration.uid.isEmpty {
            throw .conflict(
                target.definition.groupResource, name: target.name,
                "uid mismatch: the provided object specified uid \(configuration.uid), "
                    + "and no existing object was found")
        }
        let object = try change.apply(configuration, nil)
        let created = try await create(object, target, options, context)
        return respond(created, target, context, acceptance, status: 201)
    }
}
