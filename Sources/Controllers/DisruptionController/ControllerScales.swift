import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// How many pods those that control pods want.
struct ControllerScales: Sendable {
    private let cluster: any Cluster
    private let known: [String: Informer]

    init(_ cluster: any Cluster) {
        self.cluster = cluster
        let kinds: [ResourceKind] = [
            .replicaSets, .replicationControllers, .statefulSets, .deployments,
        ]
        var known: [String: Informer] = [:]
        for kind in kinds { known[kind.kind] = cluster.informer(for: kind) }
        self.known = known
    }

    /// The caches to wait for.
    var informers: [Informer] { Array(known.values) }

    /// What all controllers of these pods want together. Pods without one don't count.
    func sum(of pods: [CachedObject]) async throws(APIStatus) -> Int {
        var counted: Set<String> = []
        var sum = 0
        for pod in pods {
            guard let owner = pod.meta.controller, counted.insert(owner.uid).inserted else {
                continue
            }
            guard let informer = known[owner.kind] else {
                sum += try await scale(of: owner, in: pod.namespace)
                continue
            }
            guard let found = informer.get(namespace: pod.namespace, name: owner.name),
                found.uid == owner.uid
            else { continue }
            // A Deployment counts once, however many sets it has.
            if let above = found.meta.controller,
                let whole = known[above.kind]?.get(
                    namespace: pod.namespace, name: above.name), whole.uid == above.uid
            {
                if counted.insert(above.uid).inserted { sum += ScaleView.of(whole).replicas }
            } else {
                sum += ScaleView.of(found).replicas
            }
        }
        return sum
    }

    /// What an owner of another kind says through its subresource `scale`.
    private func scale(
        of owner: MetadataView.Owner, in namespace: String
    ) async throws(APIStatus) -> Int {
        let served = try await cluster.servedResources()
        guard
            let resource = served.first(where: {
                $0.kind.kind == owner.kind && $0.kind.apiVersion == owner.apiVersion
            })
        else { return 0 }
        let path = resource.kind.path(
            namespace: namespace, name: owner.name, subresource: "scale")
        do throws(APIStatus) {
            let scale = try await cluster.send("GET", path, body: nil, contentType: "")
            return scale.field(["spec", "replicas"])?.int ?? 0
        } catch {
            if error.isNotFound {
                throw APIStatus(
                    code: 422, reason: "",
                    message: "\(resource.kind.groupResource) does not implement the scale "
                        + "subresource")
            }
            throw error
        }
    }
}

/// How many pods an object wants.
private struct ScaleView: ObjectView {
    var replicas: Int

    init(_ object: JSONValue) { replicas = object["spec"]?["replicas"]?.int ?? 1 }

    static func of(_ object: CachedObject) -> ScaleView { object.view() }
}
