import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import WatchCache

// Plain get and list, until WatchCache's readers are here.
extension APIServer {
    /// GET of an object.
    func get(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let object = try requestForm(try required(target).object, target)
        return respond(object, target, context, acceptance)
    }

    /// GET of a collection.
    func list(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        _ = try context.query.int("timeoutSeconds")
        return respondList(try selected(target, context), target, context, acceptance)
    }

    /// GET of a collection's changes.
    func watch(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        throw .methodNotAllowed
    }

    /// The stored objects of a collection that a request's selectors match.
    func selected(
        _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> [APIObject] {
        cache.list(
            target.storage.groupResource,
            namespace: target.namespace.isEmpty ? nil : target.namespace
        ).objects.map { $0.object() }
    }

    /// Objects of the target's version as a list.
    func respondList(
        _ objects: [APIObject], _ target: ResourceTarget, _ context: RequestContext,
        _ acceptance: Acceptance
    ) -> HTTPResponse {
        let items = objects.map { object in
            var item = object.json
            item["kind"] = nil
            item["apiVersion"] = nil
            return item
        }
        let list: JSON = [
            "kind": .string(target.definition.kind + "List"),
            "apiVersion": .string(target.definition.groupVersion.description),
            "metadata": ["resourceVersion": .string(cache.revision.description)],
            "items": .array(items),
        ]
        return respond(list, context, acceptance)
    }
}
