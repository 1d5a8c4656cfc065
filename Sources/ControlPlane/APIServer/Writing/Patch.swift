import APIMachinery
import HTTPServer
import JSON
import ObjectStore
import ResourceModel
import ResourceSchema

extension APIServer {
    /// PATCH of an object.
    func patch(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        try await patch(target, mainRules(target.definition), context)
    }

    /// PATCH under the rules of the object or of a subresource with the object's own type.
    func patch(
        _ target: ResourceTarget, _ rules: UpdateRules, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try WriteOptions(context.query, kind: "PatchOptions")
        let kind = try PatchKind(context.http)
        if kind == .apply {
            return try await apply(target, rules, options, context, acceptance)
        }
        let patch = try kind.read(context.http.body, bodies)
        let change = patchChange(patch, kind, target, options, context)
        let result = try await update(target, rules, change, options, context)
        return respond(result.object, target, context, acceptance)
    }

    private func patchChange(
        _ patch: JSON, _ kind: PatchKind, _ target: ResourceTarget, _ options: WriteOptions,
        _ context: RequestContext
    ) -> ObjectChange {
        let schemas = schemas
        let bodies = bodies
        let definition = target.definition
        return ObjectChange(makesObjects: false) { old, _ throws(APIStatus) in
            var before = old
            before.kind = definition.kind
            before.apiVersion = definition.groupVersion.description
            let changed = try kind.apply(patch, to: before.json, definition, schemas)
            let read = try Self.patched(changed, definition, schemas)
            try bodies.complain(read.complaints, definition, options, context.warnings)
            return read.object
        }
    }

    /// What a patch made, read as if it had been sent.
    private static func patched(
        _ changed: JSON, _ definition: ResourceDefinition, _ schemas: SchemaTable
    ) throws(APIStatus) -> DecodedBody {
        guard changed["kind"]?.string == definition.kind,
            changed["apiVersion"]?.string == definition.groupVersion.description
        else {
            throw PatchKind.unfit(
                changed.description,
                "the patch may not change the kind or apiVersion of \(definition.kind)")
        }
        return try schemas.decodePatched(
            changed, as: definition.schema, patch: changed.description)
    }
}
