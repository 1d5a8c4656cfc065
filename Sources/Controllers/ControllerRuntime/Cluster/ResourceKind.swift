import APIMachinery

/// A resource that controllers read and write, at the version they speak.
public struct ResourceKind: Sendable, Hashable {
    /// The group and version: `apps/v1`.
    public var groupVersion: GroupVersion
    /// The plural name in paths: `deployments`.
    public var resource: String
    /// The kind: `Deployment`.
    public var kind: String
    /// Whether its objects live in namespaces.
    public var isNamespaced: Bool

    /// A resource; the group is empty for core.
    public init(
        _ group: String = "", _ version: String = "v1", _ resource: String, _ kind: String,
        isNamespaced: Bool = true
    ) {
        groupVersion = GroupVersion(group: group, version: version)
        self.resource = resource
        self.kind = kind
        self.isNamespaced = isNamespaced
    }

    /// The resource without its version.
    public var groupResource: GroupResource {
        GroupResource(group: groupVersion.group, resource: resource)
    }

    /// The `apiVersion` of its objects.
    public var apiVersion: String { groupVersion.description }

    /// The path of all its objects, of those of a namespace, of one, or of one's subresource.
    public func path(
        namespace: String = "", name: String? = nil, subresource: String? = nil
    ) -> String {
        var path = groupVersion.group.isEmpty ? "/api/" : "/apis/"
        path += groupVersion.description
        if isNamespaced, !namespace.isEmpty { path += "/namespaces/\(namespace)" }
        path += "/\(resource)"
        if let name { path += "/\(name)" }
        if let subresource { path += "/\(subresource)" }
        return path
    }
}

extension ResourceKind {
    public static let pods = Self("", "v1", "pods", "Pod")
    public static let nodes = Self("", "v1", "nodes", "Node", isNamespaced: false)
    public static let services = Self("", "v1", "services", "Service")
    public static let endpoints = Self("", "v1", "endpoints", "Endpoints")
    public static let namespaces = Self("", "v1", "namespaces", "Namespace", isNamespaced: false)
    public static let configMaps = Self("", "v1", "configmaps", "ConfigMap")
    public static let secrets = Self("", "v1", "secrets", "Secret")
    public static let serviceAccounts = Self("", "v1", "serviceaccounts", "ServiceAccount")
    public static let events = Self("", "v1", "events", "Event")
    public static let resourceQuotas = Self("", "v1", "resourcequotas", "ResourceQuota")
    public static let limitRanges = Self("", "v1", "limitranges", "LimitRange")
    public static let replicationControllers = Self(
        "", "v1", "replicationcontrollers", "ReplicationController")
    public static let persistentVolumes = Self(
        "", "v1", "persistentvolumes", "PersistentVolume", isNamespaced: false)
    public static let persistentVolumeClaims = Self(
        "", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")
    public static let endpointSlices = Self(
        "discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")
    public static let deployments = Self("apps", "v1", "deployments", "Deployment")
    public static let replicaSets = Self("apps", "v1", "replicasets", "ReplicaSet")
    public static let statefulSets = Self("apps", "v1", "statefulsets", "StatefulSet")
    public static let daemonSets = Self("apps", "v1", "daemonsets", "DaemonSet")
    public static let controllerRevisions = Self(
        "apps", "v1", "controllerrevisions", "ControllerRevision")
    public static let jobs = Self("batch", "v1", "jobs", "Job")
    public static let cronJobs = Self("batch", "v1", "cronjobs", "CronJob")
    public static let leases = Self("coordination.k8s.io", "v1", "leases", "Lease")
    public static let podDisruptionBudgets = Self(
        "policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
    public static let priorityClasses = Self(
        "scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", isNamespaced: false)
    public static let clusterRoles = Self(
        "rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", isNamespaced: false)
}
