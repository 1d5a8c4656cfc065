import APIMachinery

/// What plugins ask about objects that are neither pods nor nodes.
public protocol ClusterObjects {
    /// The labels of a namespace; empty for one that isn't there.
    func labels(ofNamespace name: String) -> [String: String]

    /// The names of the namespaces with some labels.
    func namespaces(matching selector: LabelSelector) -> [String]

    /// The labels by which Services and the workload's object select a pod's fellows; nil when
    /// nothing does.
    func workloadSelector(of pod: PodInfo) -> LabelSelector?

    /// A PersistentVolumeClaim.
    func claim(namespace: String, name: String) -> ClaimView?

    /// A PersistentVolume.
    func volume(_ name: String) -> VolumeView?

    /// Whether claims of a StorageClass are bound only when a pod is placed.
    func bindsLate(storageClass: String) -> Bool

    /// Budgets that say how many pods may be disturbed.
    var disruptionBudgets: [DisruptionBudgetView] { get }
}

/// What placing one pod starts from.
public struct SchedulingInput {
    /// The pod to place.
    public let pod: PodInfo
    /// Nodes and placed pods.
    public let table: NodeTable
    /// The other objects.
    public let objects: any ClusterObjects

    /// An input of its parts.
    public init(pod: PodInfo, table: NodeTable, objects: any ClusterObjects) {
        self.pod = pod
        self.table = table
        self.objects = objects
    }
}
