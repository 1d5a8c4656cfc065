import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

/// Makes and removes the pods of StatefulSets, and makes their claims.
struct StatefulPodControl: Sendable {
    private let cluster: any Cluster
    private let events: EventRecorder
    private let claims: Informer

    init(_ context: ControllerContext) {
        cluster = context.cluster
        events = context.events
        claims = context.cluster.informer(for: .persistentVolumeClaims)
    }

    /// Does what a plan says, one pod after another.
    /// - Returns: what went wrong first.
    func take(
        _ plan: StatefulPlan, for set: CachedObject, current: Revision, update: Revision
    ) async -> APIStatus? {
        let owner = ControllerReference(.statefulSets, set)
        let steps = plan.steps
        var failure: APIStatus?
        do throws(APIStatus) {
            try await keepIdentity(plan, for: owner)
            try await keepClaims(plan, for: set)
        } catch { failure = error }
        let creations = await SlowStart.atOnce(steps.create.indices) {
            index throws(APIStatus) in
            let (ordinal, isUpdated) = steps.create[index]
            let pod = StatefulPod.pod(
                ordinal, of: plan.set, owner: owner, revision: isUpdated ? update : current)
            try await create(pod, of: plan.set, for: owner)
        }
        let deletions = await SlowStart.atOnce(steps.delete.indices) {
            index throws(APIStatus) in
            try await delete(steps.delete[index], for: owner)
        }
        return failure ?? (creations + deletions).compactMap(\.self).first
    }

    private func create(
        _ pod: APIObject, of set: StatefulSetView, for owner: ControllerReference
    ) async throws(APIStatus) {
        do throws(APIStatus) {
            for claim in StatefulPod.claims(pod.name, of: set, namespace: pod.namespace) {
                try await create(claim, of: pod.name, for: owner)
            }
            try await cluster.create(.pods, pod)
        } catch {
            // The cache lags: the next look sees what has the name.
            if error.saysAlreadyExists { throw error }
            tell(owner, .warning, "FailedCreate", pod.name, "create", error)
            throw error
        }
        tell(owner, .normal, "SuccessfulCreate", pod.name, "create", nil)
    }

    /// Gives adopted pods their labels, and pods that wait for them their claims.
    private func keepIdentity(
        _ plan: StatefulPlan, for owner: ControllerReference
    ) async throws(APIStatus) {
        for (ordinal, pod) in plan.pods where !pod.meta.isDeleting {
            let labels = [
                StatefulPod.nameLabel: pod.name, StatefulPod.indexLabel: String(ordinal.number),
            ].filter { pod.meta.labels[$0.key] != $0.value }
            if !labels.isEmpty {
                var metadata: JSON = ["uid": .string(pod.uid)]
                for (key, value) in labels { metadata.setField(["labels", key], .string(value)) }
                try await cluster.patch(
                    .pods, namespace: pod.namespace, name: pod.name, ["metadata": metadata])
            }
            guard pod.view(PodView.self).phase == "Pending" else { continue }
            for claim in StatefulPod.claims(pod.name, of: plan.set, namespace: pod.namespace) {
                try await create(claim, of: pod.name, for: owner)
            }
        }
    }

    private func create(
        _ claim: APIObject, of pod: String, for owner: ControllerReference
    ) async throws(APIStatus) {
        guard claims.get(namespace: claim.namespace, name: claim.name) == nil else { return }
        var claim = claim
        claim["status"] = nil
        do throws(APIStatus) {
            try await cluster.create(.persistentVolumeClaims, claim)
        } catch {
            if error.saysAlreadyExists { return }
            throw error
        }
        events.record(
            .normal, reason: "SuccessfulCreate", about: owner.subject,
            "create Claim \(claim.name) Pod \(pod) in StatefulSet \(owner.name) success")
    }

    private func delete(
        _ pod: CachedObject, for owner: ControllerReference
    ) async throws(APIStatus) {
        do throws(APIStatus) {
            try await cluster.delete(
                .pods, namespace: pod.namespace, name: pod.name, Deletion(uid: pod.uid))
        } catch {
            if error.code == 404 || error.code == 409 { return }
            tell(owner, .warning, "FailedDelete", pod.name, "delete", error)
            throw error
        }
        tell(owner, .normal, "SuccessfulDelete", pod.name, "delete", nil)
    }

    private func tell(
        _ owner: ControllerReference, _ level: EventRecorder.Level, _ reason: String,
        _ pod: String, _ verb: String, _ error: APIStatus?
    ) {
        let end = error.map { "failed error: \($0.message)" } ?? "successful"
        events.record(
            level, reason: reason, about: owner.subject,
            "\(verb) Pod \(pod) in StatefulSet \(owner.name) \(end)")
    }

    // MARK: - Claims

    /// Lets claims go with the set, or with their pods, where the set says so: garbage collection
    /// deletes them once their owner is gone.
    private func keepClaims(
        _ plan: StatefulPlan, for set: CachedObject
    ) async throws(APIStatus) {
        let view = plan.set
        guard view.deletesClaimsWithSet || view.deletesClaimsWhenScaled else { return }
        for (ordinal, pod) in plan.pods {
            let isCondemned = !view.ordinals.contains(ordinal.number)
            for wanted in StatefulPod.claims(pod.name, of: view, namespace: set.namespace) {
                guard let claim = claims.get(namespace: set.namespace, name: wanted.name) else {
                    continue
                }
                let owner: JSON? =
                    if isCondemned, view.deletesClaimsWhenScaled {
                        reference("v1", "Pod", pod)
                    } else if view.deletesClaimsWithSet {
                        reference("apps/v1", "StatefulSet", set)
                    } else { nil }
                try await own(claim, by: owner, besides: [set.uid, pod.uid])
            }
        }
    }

    private func reference(_ apiVersion: String, _ kind: String, _ object: CachedObject) -> JSON {
        [
            "apiVersion": .string(apiVersion), "kind": .string(kind),
            "name": .string(object.name), "uid": .string(object.uid),
        ]
    }

    /// Makes one owner that of a claim, in place of others that were.
    private func own(
        _ claim: CachedObject, by owner: JSON?, besides former: [String]
    ) async throws(APIStatus) {
        let present = claim.meta.owners.map(\.uid).filter(former.contains)
        guard present != (owner?["uid"]?.string.map { [$0] } ?? []) else { return }
        var object = claim.object()
        object.ownerReferences =
            object.ownerReferences.filter { !former.contains($0["uid"]?.string ?? "") }
            + (owner.map { [$0] } ?? [])
        try await cluster.update(.persistentVolumeClaims, object)
    }
}
