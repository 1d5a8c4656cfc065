import APIMachinery
import JSON
import ResourceModel

/// What may change in a pod.
enum PodUpdateValidation {
    private static let path = PodValidation.path
    private static let containerLists = ["containers", "initContainers"]

    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        var mistakes = PodValidation.whole(new, context)
        for list in containerLists {
            let containers = new.spec.list(list)
            if containers.count != old.spec.list(list).count {
                let why = "pod updates may not add or remove containers"
                return mistakes + [.forbidden(path[list], why)]
            }
            for (index, container) in containers.enumerated() {
                mistakes += NameChecks.present(
                    container.text("image"), path[list][index]["image"])
                mistakes += ContainerValidation.podOnly(container, path[list][index])
            }
        }
        let deadline = self.deadline(new.spec, old.spec)
        mistakes += deadline.mistakes
        if deadline.isLast { return mistakes }
        mistakes += TolerationValidation.onlyAdded(
            new.spec.list("tolerations"), old.spec.list("tolerations"), path["tolerations"])
        mistakes += gates(new.spec, old.spec)
        if new.spec.isSame(as: old.spec) { return mistakes }
        var kept = withoutMutable(new.spec, old.spec)
        if !old.spec.list("schedulingGates").isEmpty {
            mistakes += GatedPodValidation.validate(&kept, old.spec)
        }
        if !kept.isSame(as: old.spec) { mistakes.append(.forbidden(path, words)) }
        return mistakes
    }

    /// Upstream adds the difference of both specs in Go's notation.
    private static let words =
        "pod updates may not change fields other than "
        + "`spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` "
        + "(allow it to be set to 1 if it was previously negative)"

    private static func deadline(
        _ new: JSON, _ old: JSON
    ) -> (mistakes: [InvalidField], isLast: Bool) {
        let field = path["activeDeadlineSeconds"]
        let before = old["activeDeadlineSeconds"]?.int
        guard let now = new["activeDeadlineSeconds"]?.int else {
            if before == nil { return ([], false) }
            let why = "must not update from a positive integer to nil value"
            return ([.invalid(field, .null, why)], false)
        }
        let faults = NameRules.isInRange(now, 0, Int(Int32.max))
        if !faults.isEmpty { return (faults.map { .invalid(field, .int(now), $0) }, true) }
        if let before, before < now {
            let why = "must be less than or equal to previous value"
            return ([.invalid(field, .int(now), why)], true)
        }
        return ([], false)
    }

    private static func gates(_ new: JSON, _ old: JSON) -> [InvalidField] {
        let known = Set(old.list("schedulingGates").map { $0.text("name") })
        var mistakes: [InvalidField] = []
        for (index, gate) in new.list("schedulingGates").enumerated() {
            let name = gate.text("name")
            if known.contains(name) { continue }
            let field = path["schedulingGates"][index]["name"]
            let why = "only deletion is allowed, but found new scheduling gate '\(name)'"
            mistakes.append(.forbidden(field, why))
        }
        return mistakes
    }

    /// The new spec with what may change as it was.
    private static func withoutMutable(_ new: JSON, _ old: JSON) -> JSON {
        var spec = new
        for list in containerLists {
            var containers = new.list(list)
            for (index, before) in old.list(list).enumerated() where index < containers.count {
                containers[index]["image"] = before["image"]
            }
            if !containers.isEmpty { spec[list] = .array(containers) }
        }
        for key in ["activeDeadlineSeconds", "schedulingGates", "tolerations"] {
            spec[key] = old[key]
        }
        let grace = "terminationGracePeriodSeconds"
        if let before = old[grace]?.int, before < 0, spec[grace]?.int == 1 {
            spec[grace] = old[grace]
        }
        return spec
    }
}

/// A pod that may not be scheduled yet can be narrowed to fewer nodes.
enum GatedPodValidation {
    /// Checks these changes, and takes them back.
    static func validate(_ spec: inout JSON, _ old: JSON) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let path = PodValidation.path
        if !spec["nodeSelector"].isSame(as: old["nodeSelector"]) {
            let kept = spec["nodeSelector"]
            if !old.members("nodeSelector").allSatisfy({ kept?[$0.key] == $0.value }) {
                let why =
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
                mistakes.append(.invalid(path["nodeSelector"], kept ?? .null, why))
            }
            spec["nodeSelector"] = old["nodeSelector"]
        }
        let now = spec["affinity"]?["nodeAffinity"]
        let before = old["affinity"]?["nodeAffinity"]
        if !now.isSame(as: before) {
            mistakes += affinity(now, before, path["affinity"]["nodeAffinity"])
            if var affinity = spec["affinity"] {
                affinity["nodeAffinity"] = before
                spec["affinity"] = affinity
            } else if let before {
                spec["affinity"] = ["nodeAffinity": before]
            }
        }
        return mistakes
    }

    private static func affinity(
        _ now: JSON?, _ before: JSON?, _ path: FieldPath
    ) -> [InvalidField] {
        let required = "requiredDuringSchedulingIgnoredDuringExecution"
        let old = before?[required]?.list("nodeSelectorTerms") ?? []
        if old.isEmpty { return [] }
        let new = now?[required]?.list("nodeSelectorTerms") ?? []
        let field = path[required]["nodeSelectorTerms"]
        if new.count != old.count {
            let why =
                "no additions/deletions to non-empty NodeSelectorTerms list are allowed"
            return [.invalid(field, .array(new), why)]
        }
        var mistakes: [InvalidField] = []
        for index in old.indices {
            for list in ["matchExpressions", "matchFields"] {
                let kept = new[index].list(list)
                let isKept = old[index].list(list).allSatisfy { kept.contains($0) }
                if !isKept {
                    let why = "only additions are allowed (no mutations or deletions)"
                    mistakes.append(.invalid(field[index], new[index], why))
                    break
                }
            }
        }
        return mistakes
    }
}
