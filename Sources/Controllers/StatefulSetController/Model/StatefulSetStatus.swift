import JSON
import PodControl

/// A StatefulSet's status.
struct StatefulSetStatus: Sendable, Hashable {
    var observedGeneration = 0
    var replicas = 0
    var readyReplicas = 0
    var availableReplicas = 0
    /// Pods of the template that all had before the update under way.
    var currentReplicas = 0
    /// Pods of the template as it is now.
    var updatedReplicas = 0
    var currentRevision = ""
    var updateRevision = ""
    var collisionCount: Int?
    var conditions: [WorkloadCondition] = []

    init() {}

    init(_ value: JSONValue?) {
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

    var json: JSON {
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
