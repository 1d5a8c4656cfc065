import JSON
import PodControl

/// A StatefulSet's status.
package struct StatefulSetStatus: Sendable, Hashable {
    package var observedGeneration = 0
    package var replicas = 0
    package var readyReplicas = 0
    package var availableReplicas = 0
    /// Pods of the template that all had before the update under way.
    package var currentReplicas = 0
    /// Pods of the template as it is now.
    package var updatedReplicas = 0
    package var currentRevision = ""
    package var updateRevision = ""
    package var collisionCount: Int?
    package var conditions: [WorkloadCondition] = []

    package init() {}

    package init(_ value: JSONValue?) {
        guard let value else { return }
        observedGeneration = value["observedGeneration"]?.int ?? 0
        replicas = value["replicas"]?.int ?? 0
        readyReplicas = value["readyReplicas"]?.int ?? 0
        availableReplicas = value["availableReplicas"]?.int ?? 0
        currentReplicas = value["currentReplicas"]?.int ?? 0
        updatedReplicas = value["updatedReplicas"]?.int ?? 0
        currentRevision = value["currentRevision"]?.string ?? ""
        updateRevision = value["updateRevision"]?.string ?? ""
        collisionCount = value["collisionCount"]?.int
        conditions = value["conditions"]?.elements.map(WorkloadCondition.init) ?? []
    }

    package var json: JSON {
        var object = JSONObject()
        object.add("observedGeneration", .int(observedGeneration))
        object.add("replicas", .int(replicas))
        object.add("readyReplicas", .int(readyReplicas))
        object.add("currentReplicas", .int(currentReplicas))
        object.add("updatedReplicas", .int(updatedReplicas))
        object.add("currentRevision", .string(currentRevision))
        object.add("updateRevision", .string(updateRevision))
        object.add("collisionCount", ifPresent: collisionCount.map { JSON.int($0) })
        if !conditions.isEmpty { object.add("conditions", .array(conditions.map(\.json))) }
        object.add("availableReplicas", .int(availableReplicas))
        return .object(object)
    }
}
