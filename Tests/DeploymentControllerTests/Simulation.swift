import ControlPlaneTesting
import DeploymentController
import JSON
import PodControl
import WatchCache

/// A Deployment whose ReplicaSets follow at once what is wanted of them, while pods become
/// available when the simulation says.
struct Simulation {
    var rollout: Rollout

    /// - Parameter available: of each set's pods, how many are available.
    init(
        replicas: Int, surge: String, unavailable: String,
        sets: [(replicas: Int, available: Int)], hasCurrent: Bool = true
    ) throws {
        let deployment = try DeploymentView.parsing(
            replicas: replicas, surge: surge, unavailable: unavailable)
        let made = try sets.enumerated().map { index, set in
            let isCurrent = hasCurrent && index == sets.count - 1
            return try RevisedSet.parsing(
                "set-\(index)", image: isCurrent ? "new" : "old-\(index)", number: index,
                replicas: set.replicas, available: set.available)
        }
        rollout = Rollout(deployment, made)
    }

    /// The pods that there are, and those that are available.
    var replicas: Int { rollout.replicas }
    var available: Int { rollout.available }

    /// One look of the controller.
    /// - Returns: whether something changed.
    mutating func step() -> Bool {
        let count = rollout.currentReplicas
        if let current = rollout.current, count != current.replicas {
            rollout.current?.scale(to: count)
            return true
        }
        let wanted = rollout.shrinking()
        for index in rollout.earlier.indices {
            if let count = wanted[rollout.earlier[index].uid] {
                rollout.earlier[index].scale(to: count)
            }
        }
        return !wanted.isEmpty
    }
}

extension RevisedSet {
    /// What the ReplicaSet's controller does: pods that aren't available go first.
    mutating func scale(to count: Int) {
        replicas = count
        status.replicas = count
        status.availableReplicas = min(status.availableReplicas, count)
    }

    static func parsing(
        _ name: String, image: String, number: Int, replicas: Int, available: Int,
        annotations: [String: String] = [:]
    ) throws -> RevisedSet {
        let notes = annotations.map { "\($0.key): '\($0.value)'" }.joined(separator: ", ")
        return RevisedSet(
            try CachedObject.parsing(
                """
                metadata:
                  name: \(name)
                  namespace: default
                  uid: \(name)
                  creationTimestamp: '2026-01-01T00:00:0\(number)Z'
                  annotations: {\(notes)}
                spec:
                  replicas: \(replicas)
                  template: {spec: {containers: [{image: \(image)}]}}
                status: {replicas: \(replicas), availableReplicas: \(available)}
                """))
    }
}

extension DeploymentView {
    static func parsing(
        replicas: Int, surge: String, unavailable: String, more: String = "",
        image: String = "new"
    ) throws -> DeploymentView {
        try CachedObject.parsing(
            """
            metadata: {name: web, namespace: default, uid: web}
            spec:
              replicas: \(replicas)
              progressDeadlineSeconds: 600
              strategy: {rollingUpdate: {maxSurge: \(surge), maxUnavailable: \(unavailable)}}
              template: {spec: {containers: [{image: \(image)}]}}
              \(more)
            """
        ).view()
    }
}
