import APIMachinery
import WatchCache

/// Nothing is made in namespaces that aren't there or are going; some namespaces never go.
struct NamespaceLifecycle: AdmissionStep {
    private static let immortal: Set<String> = [
        "default", "kube-system", "kube-public",
    ]
    private static let namespaces = GroupResource(resource: "namespaces")

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        let target = request.target
        guard target.definition.isNamespaced, !target.namespace.isEmpty else { return }
        // Access reviews ask about namespaces; they aren't in them.
        if target.definition.group == "authorization.k8s.io" { return }
        guard
            let namespace = request.server.cache.get(
                Self.namespaces, namespace: "", name: target.namespace)
        else { throw .notFound(Self.namespaces, name: target.namespace) }
        if namespace.object().deletionTimestamp == nil { return }
        var status = APIStatus.forbidden(
            target.definition.groupResource, name: object.name,
            "unable to create new content in namespace \(target.namespace) "
                + "because it is being terminated")
        status.details?.causes = [
            APIStatus.Cause(
                reason: "NamespaceTerminating",
                message: "namespace \(target.namespace) is being terminated",
                field: "metadata.namespace")
        ]
        throw status
    }

    func delete(_ object: APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        if request.isOf("namespaces"), Self.immortal.contains(object.name) {
            throw .forbidden(
                Self.namespaces, name: object.name, "this namespace may not be deleted")
        }
    }
}
