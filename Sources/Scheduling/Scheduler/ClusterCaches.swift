import APIMachinery
import ControllerRuntime
import SchedulingModel
import WatchCache

/// The objects that are neither pods nor nodes, from the shared caches.
struct ClusterCaches: ClusterObjects {
    let namespaces: Informer
    let services: Informer
    let replicationControllers: Informer
    let replicaSets: Informer
    let statefulSets: Informer
    let claims: Informer
    let volumes: Informer
    let storageClasses: Informer
    let budgets: Informer

    init(_ cluster: any Cluster) {
        namespaces = cluster.informer(for: .namespaces)
        services = cluster.informer(for: .services)
        replicationControllers = cluster.informer(for: .replicationControllers)
        replicaSets = cluster.informer(for: .replicaSets)
        statefulSets = cluster.informer(for: .statefulSets)
        claims = cluster.informer(for: .persistentVolumeClaims)
        volumes = cluster.informer(for: .persistentVolumes)
        storageClasses = cluster.informer(
            for: ResourceKind(
                "storage.k8s.io", "v1", "storageclasses", "StorageClass", isNamespaced: false))
        budgets = cluster.informer(for: .podDisruptionBudgets)
    }

    var all: [Informer] {
        [
            namespaces, services, replicationControllers, replicaSets, statefulSets, claims,
            volumes, storageClasses, budgets,
        ]
    }

    func labels(ofNamespace name: String) -> [String: String] {
        namespaces.get(name: name)?.labels ?? [:]
    }

    func namespaces(matching selector: LabelSelector) -> [String] {
        namespaces.list().filter { selector.matches($0.labels) }.map(\.name)
    }

    func workloadSelector(of pod: PodInfo) -> LabelSelector? {
        var requirements: [LabelSelector.Requirement] = []
        for service in services.list(namespace: pod.namespace) {
            let labels = service.view(WorkloadLabels.self).service
            guard let labels, !labels.isEmpty,
                labels.allSatisfy({ pod.labels[$0.key] == $0.value })
            else { continue }
            requirements += LabelSelector(labels).requirements
        }
        if let owner = pod.controller, let object = object(owner, pod.namespace) {
            let labels = object.view(WorkloadLabels.self)
            if let selector = owner.kind == "ReplicationController" ? labels.plain : labels.selector
            {
                requirements += selector.requirements
            }
        }
        if requirements.isEmpty { return nil }
        requirements.sort { ($0.key, $0.values.joined()) < ($1.key, $1.values.joined()) }
        return LabelSelector(requirements)
    }

    private func object(_ owner: PodOwner, _ namespace: String) -> CachedObject? {
        let informer: Informer
        switch owner.kind {
        case "ReplicationController": informer = replicationControllers
        case "ReplicaSet": informer = replicaSets
        case "StatefulSet": informer = statefulSets
        default: return nil
        }
        let object = informer.get(namespace: namespace, name: owner.name)
        return object?.uid == owner.uid ? object : nil
    }

    func claim(namespace: String, name: String) -> ClaimView? {
        claims.get(namespace: namespace, name: name)?.view()
    }

    func volume(_ name: String) -> VolumeView? { volumes.get(name: name)?.view() }

    func bindsLate(storageClass: String) -> Bool {
        storageClasses.get(name: storageClass)?.view(StorageClassView.self).bindsLate ?? false
    }

    var disruptionBudgets: [DisruptionBudgetView] { budgets.list().map { $0.view() } }
}
