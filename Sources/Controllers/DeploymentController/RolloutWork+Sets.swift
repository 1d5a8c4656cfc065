import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

extension RolloutWork {
    // MARK: - The current template's ReplicaSet

    /// Makes sure that there is one, and that it says what it must.
    mutating func needCurrent() async throws(APIStatus) {
        if rollout.current != nil { return try await annotateCurrent() }
        let number = rollout.nextRevision
        let set = newSet(number)
        let count = rollout.currentReplicas
        let made: RevisedSet
        var isNew = true
        do throws(APIStatus) {
            made = RevisedSet(try await context.cluster.create(.replicaSets, set))
        } catch {
            if error.saysAlreadyExists {
                made = try await existing(set)
                isNew = false
            } else {
                try await failed(set.name, error)
                throw error
            }
        }
        if isNew, count > 0 { tellScaling(made.name, from: 0, to: count) }
        rollout.current = made
        noteRevision(made.annotations[DeploymentAnnotation.revision] ?? String(number))
        if isNew, deployment.progressDeadlineSeconds != nil {
            status.conditions.set(
                .deployment(
                    "Progressing", "True", ProgressReason.setCreated,
                    "Created new replica set \"\(made.name)\"", context.now()))
        }
    }

    private func newSet(_ number: Int) -> APIObject {
        let hash = TemplateHash.of(deployment.template, collisions: status.collisionCount)
        var template = deployment.template
        template.setField(["metadata", "labels", TemplateKey.hashLabel], .string(hash))
        var selector = object.object()["spec", "selector"] ?? [:]
        selector.setField(["matchLabels", TemplateKey.hashLabel], .string(hash))
        var set = APIObject([:])
        set.name = object.name + "-" + hash
        set.namespace = object.namespace
        set["metadata", "labels"] = template.field(["metadata", "labels"])
        set.annotations = DeploymentAnnotation.current(
            [:], deployment: object.meta.annotations, revision: number
        ).merging(DeploymentAnnotation.scale(of: deployment)) { $1 }
        set.ownerReferences = [ControllerReference(.deployments, object).ownerReference]
        set["spec", "replicas"] = .int(rollout.currentReplicas)
        if deployment.minReadySeconds > 0 {
            set["spec", "minReadySeconds"] = .int(deployment.minReadySeconds)
        }
        set["spec", "selector"] = selector
        set["spec", "template"] = template
        return set
    }

    /// The set whose name is taken: our own that the cache doesn't show yet, or another's. Then the
    /// hash is counted as taken, and the next look has another.
    private mutating func existing(_ set: APIObject) async throws(APIStatus) -> RevisedSet {
        let found = try await context.cluster.get(
            .replicaSets, namespace: set.namespace, name: set.name)
        let known = RevisedSet(found)
        let isOurs = found.ownerReferences.contains {
            $0["uid"]?.string == object.uid && $0["controller"]?.bool == true
        }
        if isOurs, known.template == deployment.templateKey { return known }
        status.collisionCount = (status.collisionCount ?? 0) + 1
        try await write(status)
        throw .alreadyExists(ResourceKind.replicaSets.groupResource, name: set.name)
    }

    private mutating func failed(_ name: String, _ error: APIStatus) async throws(APIStatus) {
        let message = "Failed to create new replica set \"\(name)\": \(error.message)"
        if deployment.progressDeadlineSeconds != nil {
            status.conditions.set(
                .deployment(
                    "Progressing", "False", ProgressReason.createFailed, message, context.now()))
            try await write(status)
        }
        context.events.record(
            .warning, reason: ProgressReason.createFailed, about: subject, message)
    }

    /// Brings what the current set says of itself up to the Deployment.
    mutating func annotateCurrent() async throws(APIStatus) {
        guard let current = rollout.current else { return }
        let annotations = DeploymentAnnotation.current(
            current.annotations, deployment: object.meta.annotations,
            revision: rollout.nextRevision)
        if annotations != current.annotations
            || current.minReadySeconds != deployment.minReadySeconds
        {
            let changed = annotations.filter { current.annotations[$0.key] != $0.value }
            rollout.current = try await patch(
                current, annotations: changed,
                spec: ["minReadySeconds": .int(deployment.minReadySeconds)])
        }
        if let number = annotations[DeploymentAnnotation.revision] { noteRevision(number) }
        if deployment.progressDeadlineSeconds != nil,
            status.conditions.first("Progressing") == nil
        {
            status.conditions.set(
                .deployment(
                    "Progressing", "True", ProgressReason.setFound,
                    "Found new replica set \"\(current.name)\"", context.now()))
        }
    }

    private mutating func noteRevision(_ number: String) {
        if object.meta.annotations[DeploymentAnnotation.revision] != number { revision = number }
    }

    // MARK: - Numbers of pods

    /// Gives ReplicaSets their numbers of pods, and notes for what they were scaled.
    /// - Parameters:
    ///   - wanted: the numbers, by unique id.
    ///   - onlyNumbers: leaves those alone that have their number already.
    /// - Returns: whether a number changed.
    mutating func apply(
        _ wanted: [String: Int], onlyNumbers: Bool = false
    ) async throws(APIStatus) -> Bool {
        let notes = DeploymentAnnotation.scale(of: deployment)
        var isChanged = false
        for set in rollout.sets {
            guard let count = wanted[set.uid] else { continue }
            let isOther = count != set.replicas
            let isNoted = notes.allSatisfy { set.annotations[$0.key] == $0.value }
            guard isOther || (!onlyNumbers && !isNoted) else { continue }
            let changed = try await patch(
                set, annotations: notes, spec: ["replicas": .int(count)])
            if rollout.current?.uid == set.uid {
                rollout.current = changed
            } else if let index = rollout.earlier.firstIndex(where: { $0.uid == set.uid }) {
                rollout.earlier[index] = changed
            }
            guard isOther else { continue }
            isChanged = true
            tellScaling(set.name, from: set.replicas, to: count)
        }
        return isChanged
    }

    /// Changes a ReplicaSet, as long as it is as it was seen.
    private func patch(
        _ set: RevisedSet, annotations: [String: String], spec: JSON
    ) async throws(APIStatus) -> RevisedSet {
        var metadata: JSON = ["resourceVersion": .string(set.resourceVersion)]
        for (key, value) in annotations { metadata.setField(["annotations", key], .string(value)) }
        return RevisedSet(
            try await context.cluster.patch(
                .replicaSets, namespace: object.namespace, name: set.name,
                ["metadata": metadata, "spec": spec]))
    }

    private var subject: ObjectReference { ControllerReference(.deployments, object).subject }

    private func tellScaling(_ name: String, from old: Int, to new: Int) {
        context.events.record(
            .normal, reason: "ScalingReplicaSet", about: subject,
            "Scaled \(new > old ? "up" : "down") replica set \(name) from \(old) to \(new)")
    }

    /// Deletes the sets of templates that are no longer kept.
    func removeExpired() async throws(APIStatus) {
        for set in rollout.expired {
            do throws(APIStatus) {
                try await context.cluster.delete(
                    .replicaSets, namespace: object.namespace, name: set.name,
                    Deletion(uid: set.uid, resourceVersion: set.resourceVersion))
            } catch { if error.code != 404 { throw error } }
        }
    }
}
