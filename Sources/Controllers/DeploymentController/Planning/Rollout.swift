import PodControl

/// A Deployment and its ReplicaSets, and what the next step between their templates is.
///
/// It is a plain value: what is decided here depends on nothing else.
package struct Rollout: Sendable {
    package var deployment: DeploymentView
    /// That of the current template; nil while there is none.
    package var current: RevisedSet?
    /// Those of earlier templates, the oldest first.
    package var earlier: [RevisedSet]

    /// A Deployment with its ReplicaSets.
    package init(_ deployment: DeploymentView, _ sets: [RevisedSet]) {
        self.deployment = deployment
        let sets = sets.sorted(by: RevisedSet.isOlder)
        // Of several with the same template the oldest counts: later ones must not take over.
        let current = sets.first { $0.template == deployment.templateKey }
        self.current = current
        earlier = sets.filter { $0.uid != current?.uid }
    }

    /// All of them.
    package var sets: [RevisedSet] { earlier + (current.map { [$0] } ?? []) }

    /// The number of the current template.
    package var nextRevision: Int { (earlier.map(\.revision).max() ?? 0) + 1 }

    /// How many pods its ReplicaSets are to have.
    package var replicas: Int { sets.reduce(0) { $0 + $1.replicas } }

    /// How many pods there may be at most.
    package var maxReplicas: Int { deployment.replicas + deployment.maxSurge }

    /// How many pods must be available.
    package var minAvailable: Int { deployment.replicas - deployment.maxUnavailable }

    /// How many are available.
    package var available: Int { sets.reduce(0) { $0 + $1.status.availableReplicas } }

    /// Whether the Deployment was scaled since its ReplicaSets were.
    package var isScaledMeanwhile: Bool {
        sets.contains { set in
            guard set.replicas > 0,
                let desired = set.annotations[DeploymentAnnotation.desiredReplicas].flatMap(
                    Int.init)
            else { return false }
            return desired != deployment.replicas
        }
    }

    /// How many pods the current template may have now.
    package var currentReplicas: Int {
        let present = current?.replicas ?? 0
        if deployment.isRecreating { return deployment.replicas }
        if present >= deployment.replicas { return deployment.replicas }
        let room = maxReplicas - replicas
        return room <= 0 ? present : present + min(room, deployment.replicas - present)
    }

    /// How many pods each of the earlier templates is to have now, by unique id; only what changes.
    package func shrinking() -> [String: Int] {
        let total = replicas
        guard earlier.contains(where: { $0.replicas > 0 }) else { return [:] }
        let currentUnavailable = (current?.replicas ?? 0) - (current?.status.availableReplicas ?? 0)
        var room = total - minAvailable - currentUnavailable
        guard room > 0 else { return [:] }
        var wanted: [String: Int] = [:]
        // Pods that serve nobody go first.
        for set in earlier where set.replicas > set.status.availableReplicas && room > 0 {
            let count = min(room, set.replicas - set.status.availableReplicas)
            wanted[set.uid] = set.replicas - count
            room -= count
        }
        var surplus = available - minAvailable
        for set in earlier where surplus > 0 {
            let present = wanted[set.uid] ?? set.replicas
            guard present > 0 else { continue }
            let count = min(present, surplus)
            wanted[set.uid] = present - count
            surplus -= count
        }
        return wanted
    }

    /// The ReplicaSets of earlier templates that are no longer kept.
    package var expired: [RevisedSet] {
        guard let limit = deployment.revisionHistoryLimit else { return [] }
        let kept = earlier.filter { !$0.isDeleting }
        guard kept.count > limit else { return [] }
        return kept.sorted {
            ($0.revision, $0.creationTimestamp) < ($1.revision, $1.creationTimestamp)
        }
        .prefix(kept.count - limit)
        .filter {
            $0.replicas == 0 && $0.status.replicas == 0
                && $0.generation <= $0.status.observedGeneration
        }
    }
}
