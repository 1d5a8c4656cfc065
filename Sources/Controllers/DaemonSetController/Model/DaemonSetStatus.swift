import JSON
import PodControl

/// A DaemonSet's status.
package struct DaemonSetStatus: Sendable, Hashable {
    /// Nodes that have a pod and should.
    package var currentNumberScheduled = 0
    /// Nodes that have a pod and should not.
    package var numberMisscheduled = 0
    /// Nodes that should have a pod.
    package var desiredNumberScheduled = 0
    package var numberReady = 0
    package var observedGeneration = 0
    package var updatedNumberScheduled = 0
    package var numberAvailable = 0
    package var numberUnavailable = 0
    package var collisionCount: Int?
    package var conditions: [WorkloadCondition] = []

    package init() {}

    package init(_ value: JSONValue?) {
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

    package var json: JSON {
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
