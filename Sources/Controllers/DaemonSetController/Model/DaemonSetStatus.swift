import JSON
import PodControl

/// A DaemonSet's status.
struct DaemonSetStatus: Sendable, Hashable {
    /// Nodes that have a pod and should.
    var currentNumberScheduled = 0
    /// Nodes that have a pod and should not.
    var numberMisscheduled = 0
    /// Nodes that should have a pod.
    var desiredNumberScheduled = 0
    var numberReady = 0
    var observedGeneration = 0
    var updatedNumberScheduled = 0
    var numberAvailable = 0
    var numberUnavailable = 0
    var collisionCount: Int?
    var conditions: [WorkloadCondition] = []

    init() {}

    init(_ value: JSONValue?) {
        guard let value else { return }
        currentNumberScheduled = value["currentNumberScheduled"]?.int ?? 0
        numberMisscheduled = value["numberMisscheduled"]?.int ?? 0
        desiredNumberScheduled = value["desiredNumberScheduled"]?.int ?? 0
        numberReady = value["numberReady"]?.int ?? 0
        observedGeneration = value["observedGeneration"]?.int ?? 0
        updatedNumberScheduled = value["updatedNumberScheduled"]?.int ?? 0
        numberAvailable = value["numberAvailable"]?.int ?? 0
        numberUnavailable = value["numberUnavailable"]?.int ?? 0
        collisionCount = value["collisionCount"]?.int
        conditions = value["conditions"]?.elements.map(WorkloadCondition.init) ?? []
    }

    var json: JSON {
        var object = JSONObject()
        object.add("currentNumberScheduled", .int(currentNumberScheduled))
        object.add("numberMisscheduled", .int(numberMisscheduled))
        object.add("desiredNumberScheduled", .int(desiredNumberScheduled))
        object.add("numberReady", .int(numberReady))
        object.add("observedGeneration", .int(observedGeneration))
        object.add("updatedNumberScheduled", .int(updatedNumberScheduled))
        object.add("numberAvailable", .int(numberAvailable))
        object.add("numberUnavailable", .int(numberUnavailable))
        object.add("collisionCount", ifPresent: collisionCount.map { JSON.int($0) })
        if !conditions.isEmpty { object.add("conditions", .array(conditions.map(\.json))) }
        return .object(object)
    }
}
