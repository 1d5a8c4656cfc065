import APIMachinery
import JSON
import ResourceModel

/// What the server sets in pods, and what writers of one part of them may not touch.
enum PodPreparation {
    static func prepareNew(_ pod: inout APIObject, _ context: WriteContext) {
        var status: JSON = ["phase": "Pending"]
        if !pod.spec.list("schedulingGates").isEmpty {
            let condition: JSON = [
                "type": "PodScheduled", "status": "False", "lastProbeTime": nil,
                "lastTransitionTime": .string(context.now.description),
                "reason": "SchedulingGated",
                "message": "Scheduling is blocked due to non-empty scheduling gates",
            ]
            status["conditions"] = [condition]
        }
        status["qosClass"] = .string(PodQuality.text(pod.spec))
        pod.status = status
        selectByOwnLabels(&pod)
    }

    /// `matchLabelKeys` name labels of the pod itself: their values become part of the selectors.
    private static func selectByOwnLabels(_ pod: inout APIObject) {
        let labels = pod.labels
        var spec = pod.spec
        spec.updateEach("topologySpreadConstraints") { extend(&$0, labels, "matchLabelKeys", "In") }
        spec.update("affinity") { affinity in
            for member in ["podAffinity", "podAntiAffinity"] {
                affinity.update(member) { terms in
                    terms.updateEach("requiredDuringSchedulingIgnoredDuringExecution") { term in
                        extend(&term, labels, "matchLabelKeys", "In")
                        extend(&term, labels, "mismatchLabelKeys", "NotIn")
                    }
                    terms.updateEach("preferredDuringSchedulingIgnoredDuringExecution") {
                        weighted in
                        weighted.update("podAffinityTerm") { term in
                            extend(&term, labels, "matchLabelKeys", "In")
                            extend(&term, labels, "mismatchLabelKeys", "NotIn")
                        }
                    }
                }
            }
        }
        pod.spec = spec
    }

    private static func extend(
        _ term: inout JSON, _ labels: [String: String], _ member: String, _ relation: String
    ) {
        guard var selector = term["labelSelector"] else { return }
        for key in term.texts(member) {
            guard let value = labels[key] else { continue }
            let expression: JSON = [
                "key": .string(key), "operator": .string(relation), "values": [.string(value)],
            ]
            selector["matchExpressions"] = .array(selector.list("matchExpressions") + [expression])
        }
        term["labelSelector"] = selector
    }

    static let statusRules = StatusRules(
        prepare: { new, old, _ in
            new.keep("spec", of: old)
            new.ownerReferences = old.ownerReferences
            if !new.status.has("qosClass") { new["status", "qosClass"] = old.status["qosClass"] }
            keepGenerations(&new, old)
        }, validate: PodStatusValidation.update)

    /// Writers that don't know of observed generations don't clear them.
    private static func keepGenerations(_ new: inout APIObject, _ old: APIObject) {
        let key = "observedGeneration"
        if new.status.number(key) == 0, let before = old.status.given(key) {
            new["status", key] = before
        }
        let conditions = old.status.list("conditions")
        var status = new.status
        status.updateEach("conditions") { condition in
            if condition.number(key) != 0 { return }
            let before = conditions.first { $0.text("type") == condition.text("type") }
            if let generation = before?.given(key) { condition[key] = generation }
        }
        new.status = status
    }

    /// Writes to `/ephemeralcontainers` change `spec.ephemeralContainers` alone.
    static let ephemeralContainersRules = StatusRules(
        prepare: { new, old, _ in
            let containers = new.spec["ephemeralContainers"]
            new = keepingMetadata(new, old)
            new["spec", "ephemeralContainers"] = containers
        }, validate: PodPartValidation.ephemeralContainers)

    /// Writes to `/resize` change what containers ask for, and how they take changes of it.
    static let resizeRules = StatusRules(
        prepare: { new, old, _ in
            let isSame = ["containers", "initContainers"].allSatisfy { list in
                new.spec.list(list).map { $0.text("name") }
                    == old.spec.list(list).map { $0.text("name") }
            }
            // Containers added, removed or renamed are told by the validation.
            guard isSame else { return }
            let wanted = new.spec
            new = keepingMetadata(new, old)
            for list in ["containers", "initContainers"] {
                let changed = wanted.list(list)
                guard !changed.isEmpty else { continue }
                var containers = old.spec.list(list)
                for index in containers.indices {
                    containers[index]["resources"] = changed[index]["resources"]
                    containers[index]["resizePolicy"] = changed[index]["resizePolicy"]
                }
                new["spec", list] = .array(containers)
            }
        }, validate: PodPartValidation.resize)

    /// The old object; of the new one's metadata only what identifies its state is taken.
    private static func keepingMetadata(_ new: APIObject, _ old: APIObject) -> APIObject {
        var result = old
        result.resourceVersion = new.resourceVersion
        result["metadata", "managedFields"] = new["metadata", "managedFields"]
        return result
    }
}
