import APIMachinery
import JSON
import ResourceModel

/// What writers of `/ephemeralcontainers` and `/resize` may change.
enum PodPartValidation {
    private static let path = PodValidation.path
    private static let mirror = "kubernetes.io/config.mirror"

    @Sendable static func ephemeralContainers(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        if old.annotations[mirror] != nil {
            let why = "static pods do not support ephemeral containers"
            return [.forbidden(FieldPath(), why)]
        }
        var mistakes = PodValidation.whole(new, context)
        let field = path["ephemeralContainers"]
        let containers = new.spec.list("ephemeralContainers")
        for before in old.spec.list("ephemeralContainers") {
            let name = before.text("name")
            let subject = "existing ephemeral containers \"\(name)\" may not be"
            guard let now = containers.first(where: { $0.text("name") == name }) else {
                mistakes.append(.forbidden(field, "\(subject) removed\n"))
                continue
            }
            if !now.isSame(as: before) { mistakes.append(.forbidden(field, "\(subject) changed")) }
        }
        return mistakes
    }

    @Sendable static func resize(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        if old.annotations[mirror] != nil {
            return [.forbidden(FieldPath(), "static pods cannot be resized")]
        }
        if old.spec["os"]?.text("name") == "windows" {
            return [.forbidden(FieldPath(), "windows pods cannot be resized")]
        }
        var mistakes = PodValidation.whole(new, context)
        if PodQuality.text(new.spec) != PodQuality.text(old.spec) {
            let why = "Pod QOS Class may not change as a result of resizing"
            mistakes.append(.invalid(path, old.status["qosClass"] ?? "", why))
        }
        for list in ["initContainers", "containers"] {
            mistakes += containers(new.spec, old.spec, list)
        }
        return mistakes
    }

    private static func containers(
        _ new: JSON, _ old: JSON, _ list: String
    ) -> [InvalidField] {
        let before = old.list(list)
        let now = new.list(list)
        guard now.count == before.count else {
            let why = "pod updates may not add or remove containers"
            return [.forbidden(path[list], why)]
        }
        var mistakes: [InvalidField] = []
        for index in now.indices {
            let isInit = list == "initContainers"
            if isInit && before[index].text("restartPolicy") != "Always" {
                if !now[index].isSame(as: before[index]) {
                    let why = "resources for non-sidecar init containers are immutable"
                    mistakes.append(.forbidden(path, why))
                }
                continue
            }
            let field = path[list][index]["resources"]
            mistakes += removed(now[index], before[index], field)
            if !timeless(now[index]).isSame(as: timeless(before[index])) {
                let what = isInit ? " for sidecar containers" : ""
                let why = "only cpu and memory resources\(what) are mutable"
                mistakes.append(.forbidden(path, why))
            }
        }
        return mistakes
    }

    private static func removed(
        _ now: JSON, _ before: JSON, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for list in ["requests", "limits"] {
            let kept = Set((now["resources"]?.members(list) ?? []).map(\.key))
            let had = (before["resources"]?.members(list) ?? []).map(\.key)
            if !had.allSatisfy(kept.contains) {
                let why = "resource \(list) cannot be removed"
                mistakes.append(.forbidden(path[list], why))
            }
        }
        return mistakes
    }

    /// A container without what may be resized.
    private static func timeless(_ container: JSON) -> JSON {
        var result = container
        result["resizePolicy"] = nil
        result.update("resources") { resources in
            for list in ["requests", "limits"] {
                resources.update(list) { amounts in
                    amounts["cpu"] = nil
                    amounts["memory"] = nil
                }
            }
        }
        return result
    }
}
