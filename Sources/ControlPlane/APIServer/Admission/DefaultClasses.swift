import APIMachinery
import JSON
import WatchCache

/// A claim that names no storage class gets the default one.
struct DefaultStorageClass: AdmissionStep {
    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard request.isOf("persistentvolumeclaims"),
            object["spec", "storageClassName"] == nil,
            object.annotations["volume.beta.kubernetes.io/storage-class"] == nil,
            let name = DefaultClass.name(
                of: GroupResource(group: "storage.k8s.io", resource: "storageclasses"),
                annotation: "storageclass.kubernetes.io/is-default-class", request)
        else { return }
        object["spec", "storageClassName"] = .string(name)
    }
}

/// An ingress that names no class gets the default one.
struct DefaultIngressClass: AdmissionStep {
    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        guard request.isOf("ingresses", group: "networking.k8s.io"),
            object["spec", "ingressClassName"] == nil,
            object.annotations["kubernetes.io/ingress.class"] == nil,
            let name = DefaultClass.name(
                of: GroupResource(group: "networking.k8s.io", resource: "ingressclasses"),
                annotation: "ingressclass.kubernetes.io/is-default-class", request)
        else { return }
        object["spec", "ingressClassName"] = .string(name)
    }
}

/// Classes that are marked as the default of their kind.
enum DefaultClass {
    /// The newest of them; nil when there is none.
    static func name(
        of resource: GroupResource, annotation: String, _ request: AdmissionRequest
    ) -> String? {
        var newest: APIObject?
        for cached in request.server.cache.list(resource).objects {
            let object = cached.object()
            guard object.annotations[annotation] == "true" else { continue }
            if let other = newest, !isNewer(object, other) { continue }
            newest = object
        }
        return newest?.name
    }

    private static func isNewer(_ a: APIObject, _ b: APIObject) -> Bool {
        a.creationTimestamp == b.creationTimestamp
            ? a.name < b.name : a.creationTimestamp > b.creationTimestamp
    }
}
