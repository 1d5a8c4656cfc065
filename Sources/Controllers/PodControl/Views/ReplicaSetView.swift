import APIMachinery
import ControllerRuntime
import JSON

/// What controllers read of a ReplicaSet, or of a ReplicationController.
public struct ReplicaSetView: ObjectView {
    /// How many pods are wanted.
    public var replicas: Int
    /// How long a pod must have been ready to be available.
    public var minReadySeconds: Int
    /// Which pods are its own; nil selects none.
    public var selector: LabelSelector?
    /// What its pods are made from.
    public var template: PodTemplate
    /// What it said last.
    public var status: ReplicaSetStatus

    public init(_ object: JSONValue) {
        let spec = object["spec"]
        replicas = spec?["replicas"]?.int ?? 1
        minReadySeconds = spec?["minReadySeconds"]?.int ?? 0
        if object["kind"]?.isString("ReplicationController") == true {
            selector = LabelSelector(MetadataView.texts(spec?["selector"]))
        } else if let found = spec?["selector"] {
            selector = try? LabelSelector(object: JSON(found))
        }
        template = PodTemplate(spec?["template"].map { JSON($0) })
        status = ReplicaSetStatus(object["status"])
    }
}

/// The status of a ReplicaSet, or of a ReplicationController.
public struct ReplicaSetStatus: Sendable, Hashable {
    /// Its pods that are neither finished nor being deleted.
    public var replicas = 0
    /// Those with all labels of the template.
    public var fullyLabeledReplicas = 0
    /// Those that are ready.
    public var readyReplicas = 0
    /// Those that have been ready for long enough.
    public var availableReplicas = 0
    /// Those being deleted; nil when nobody counts them.
    public var terminatingReplicas: Int?
    /// The generation that all this is about.
    public var observedGeneration = 0
    /// Its conditions.
    public var conditions: [WorkloadCondition] = []

    /// A status that says nothing.
    public init() {}

    /// A status as it stands in an object.
    public init(_ value: JSONValue?) {
        guard let value else { return }
        replicas = value["replicas"]?.int ?? 0
        fullyLabeledReplicas = value["fullyLabeledReplicas"]?.int ?? 0
        readyReplicas = value["readyReplicas"]?.int ?? 0
        availableReplicas = value["availableReplicas"]?.int ?? 0
        terminatingReplicas = value["terminatingReplicas"]?.int
        observedGeneration = value["observedGeneration"]?.int ?? 0
        conditions = value["conditions"]?.elements.map(WorkloadCondition.init) ?? []
    }

    /// The status as it stands in an object.
    public var json: JSON {
        var object = JSONObject()
        object.add("replicas", .int(replicas))
        object.add("fullyLabeledReplicas", .int(fullyLabeledReplicas))
        object.add("readyReplicas", .int(readyReplicas))
        object.add("availableReplicas", .int(availableReplicas))
        object.add("terminatingReplicas", ifPresent: terminatingReplicas.map { JSON.int($0) })
        object.add("observedGeneration", .int(observedGeneration))
        if !conditions.isEmpty { object.add("conditions", .array(conditions.map(\.json))) }
        return .object(object)
    }
}
