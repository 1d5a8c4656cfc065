import JSON
import PodControl

/// A Deployment's status.
package struct DeploymentStatus: Sendable, Hashable {
    package var observedGeneration = 0
    package var replicas = 0
    package var updatedReplicas = 0
    package var readyReplicas = 0
    package var availableReplicas = 0
    package var unavailableReplicas = 0
    package var terminatingReplicas: Int?
    package var collisionCount: Int?
    package var conditions: [WorkloadCondition] = []

    package init() {}

    package init(_ value: JSONValue?) {
        guard let value else { return }
        observedGeneration = value["observedGeneration"]?.int ?? 0
        replicas = value["replicas"]?.int ?? 0
        updatedReplicas = value["updatedReplicas"]?.int ?? 0
        readyReplicas = value["readyReplicas"]?.int ?? 0
        availableReplicas = value["availableReplicas"]?.int ?? 0
        unavailableReplicas = value["unavailableReplicas"]?.int ?? 0
        terminatingReplicas = value["terminatingReplicas"]?.int
        collisionCount = value["collisionCount"]?.int
        conditions = value["conditions"]?.elements.map(WorkloadCondition.init) ?? []
    }

    package var json: JSON {
        var object = JSONObject()
        object.add("observedGeneration", .int(observedGeneration))
        object.add("replicas", .int(replicas))
        object.add("updatedReplicas", .int(updatedReplicas))
        object.add("readyReplicas", .int(readyReplicas))
        object.add("availableReplicas", .int(availableReplicas))
        object.add("unavailableReplicas", .int(unavailableReplicas))
        object.add("terminatingReplicas", ifPresent: terminatingReplicas.map { JSON.int($0) })
        object.add("collisionCount", ifPresent: collisionCount.map { JSON.int($0) })
        if !conditions.isEmpty { object.add("conditions", .array(conditions.map(\.json))) }
        return .object(object)
    }
}
