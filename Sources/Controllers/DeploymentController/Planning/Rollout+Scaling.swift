import PodControl

extension Rollout {
    /// How many pods each ReplicaSet is to have after the Deployment was scaled, by unique id.
    ///
    /// In the middle of a rollout each gets its share, so that the mixture stays as it is.
    package func scaled() -> [String: Int] {
        if let only = activeOrLatest { return [only.uid: deployment.replicas] }
        if isSaturated {
            return Dictionary(
                uniqueKeysWithValues: earlier.filter { $0.replicas > 0 }.map { ($0.uid, 0) })
        }
        return deployment.isRecreating ? [:] : proportions()
    }

    /// The only one with pods; with none, the current or the latest; nil when several have pods.
    private var activeOrLatest: RevisedSet? {
        let active = sets.filter { $0.replicas > 0 }
        if active.isEmpty { return current ?? earlier.last }
        return active.count == 1 ? active[0] : nil
    }

    /// Whether the current template has all the pods, available.
    private var isSaturated: Bool {
        guard let current,
            let desired = current.annotations[DeploymentAnnotation.desiredReplicas].flatMap(
                Int.init)
        else { return false }
        return current.replicas == deployment.replicas && desired == deployment.replicas
            && current.status.availableReplicas == deployment.replicas
    }

    private func proportions() -> [String: Int] {
        let active = sets.filter { $0.replicas > 0 }
        let total = active.reduce(0) { $0 + $1.replicas }
        let allowed = deployment.replicas > 0 ? maxReplicas : 0
        let toAdd = allowed - total
        // The largest first; of equal ones the newer when growing, the older when shrinking.
        let ordered = active.sorted { a, b in
            if a.replicas != b.replicas { return a.replicas > b.replicas }
            return toAdd > 0 ? RevisedSet.isOlder(b, a) : RevisedSet.isOlder(a, b)
        }
        var added = 0
        var wanted: [String: Int] = [:]
        for set in ordered {
            let share = share(of: set, toAdd: toAdd, added: added)
            wanted[set.uid] = set.replicas + share
            added += share
        }
        if let first = ordered.first, let count = wanted[first.uid] {
            wanted[first.uid] = max(0, count + toAdd - added)
        }
        return wanted
    }

    private func share(of set: RevisedSet, toAdd: Int, added: Int) -> Int {
        guard set.replicas > 0, toAdd != 0, toAdd != added else { return 0 }
        let fraction = fraction(of: set)
        return toAdd > 0 ? min(fraction, toAdd - added) : max(fraction, toAdd - added)
    }

    /// By how many a ReplicaSet grows when it keeps its part of the whole.
    private func fraction(of set: RevisedSet) -> Int {
        if deployment.replicas == 0 { return -set.replicas }
        let noted = set.annotations[DeploymentAnnotation.maxReplicas].flatMap(Int.init) ?? 0
        let before = noted > 0 ? noted : deployment.status.replicas
        guard before > 0 else { return 0 }
        let size = Double(set.replicas) * Double(maxReplicas) / Double(before)
        return Int(size.rounded()) - set.replicas
    }
}
