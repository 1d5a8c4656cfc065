import APIMachinery
import ControllerRuntime
import JSON

/// Deletes everything in a namespace once, pods first, and says what is still there.
struct NamespaceSweep {
    var cluster: any Cluster
    var namespace: String
    var resources: [ServedResource]

    func run() async -> NamespaceContent {
        var content = NamespaceContent()
        let own = resources.filter { $0.kind.isNamespaced && $0.supports("list", "delete") }
        // Pods may still need what else is here: their secrets, their service account.
        let pods = own.filter { $0.kind == .pods }
        for resource in pods { await delete(resource, &content) }
        if !content.isEmpty { return content }
        for resource in own where resource.kind != .pods { await delete(resource, &content) }
        return content
    }

    private func delete(_ resource: ServedResource, _ content: inout NamespaceContent) async {
        do throws(APIStatus) {
            var objects = try await cluster.list(resource.kind, namespace: namespace)
            if objects.isEmpty { return }
            try await delete(objects, resource)
            objects = try await cluster.list(resource.kind, namespace: namespace)
            content.add(objects, of: resource.kind.groupResource)
        } catch {
            content.deletionFailures.append(error.message)
        }
    }

    private func delete(
        _ objects: [APIObject], _ resource: ServedResource
    ) async throws(APIStatus) {
        if resource.supports("deletecollection") {
            let path =
                resource.kind.path(namespace: namespace) + "?propagationPolicy=Background"
            _ = try await cluster.send("DELETE", path, body: nil, contentType: "")
            return
        }
        for object in objects where object.deletionTimestamp == nil {
            do throws(APIStatus) {
                try await cluster.delete(
                    resource.kind, namespace: namespace, name: object.name,
                    Deletion(propagation: "Background", uid: object.uid))
            } catch {
                if !error.isNotFound { throw error }
            }
        }
    }
}
