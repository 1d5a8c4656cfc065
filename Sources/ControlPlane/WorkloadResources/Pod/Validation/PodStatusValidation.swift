import APIMachinery
import JSON
import NetworkAddress
import ResourceModel

/// What writers of `/status` may say of a pod.
enum PodStatusValidation {
    @Sendable static func update(
        _ new: APIObject, _ old: APIObject, _ context: WriteContext
    ) -> [InvalidField] {
        let path = FieldPath("status")
        var mistakes: [InvalidField] = []
        for (index, condition) in new.status.list("conditions").enumerated() {
            let type = condition.text("type")
            if ["PodScheduled", "Ready", "Initialized"].contains(type) { continue }
            let field = FieldPath("metadata")["conditions"][index]["Type"]
            mistakes += NameChecks.qualified(type, field)
        }
        let nominated = new.status.text("nominatedNodeName")
        if nominated != old.status.text("nominatedNodeName") {
            mistakes += NameChecks.optionalSubdomain(nominated, path["nominatedNodeName"])
        }
        mistakes += ChangeChecks.immutable(
            new.status["qosClass"], old.status["qosClass"], path["qosClass"])
        for (list, policy) in [
            ("containerStatuses", old.spec.text("restartPolicy")),
            ("initContainerStatuses", old.spec.text("restartPolicy")),
            ("ephemeralContainerStatuses", "Never"),
        ] {
            mistakes += transitions(new, old, list, policy, path[list])
        }
        mistakes += addresses(new.status, "podIPs", "PodIP", path)
        return mistakes + hostAddresses(new.status, path)
    }

    /// A container that ended stays so, unless it is to be started again.
    private static func transitions(
        _ new: APIObject, _ old: APIObject, _ list: String, _ policy: String, _ path: FieldPath
    ) -> [InvalidField] {
        if policy == "Always" { return [] }
        let goingOn = Set(
            old.spec.list("initContainers").filter { $0.text("restartPolicy") == "Always" }
                .map { $0.text("name") })
        var mistakes: [InvalidField] = []
        for (index, status) in old.status.list(list).enumerated() {
            guard let ended = status["state"]?["terminated"] else { continue }
            if ended.number("exitCode") != 0 && policy == "OnFailure" { continue }
            let name = status.text("name")
            if list == "initContainerStatuses" && goingOn.contains(name) { continue }
            let runsAgain = new.status.list(list).contains {
                $0.text("name") == name && $0["state"]?["terminated"] == nil
            }
            if runsAgain {
                let why = "may not be transitioned to non-terminated state"
                mistakes.append(.forbidden(path[index]["state"], why))
            }
        }
        return mistakes
    }

    private static func addresses(
        _ status: JSON, _ list: String, _ type: String, _ path: FieldPath
    ) -> [InvalidField] {
        let field = path[list]
        let texts = status.list(list).map { $0.text("ip") }
        var mistakes = texts.enumerated().flatMap {
            NameChecks.address($0.element, field[$0.offset])
        }
        guard texts.count > 1 else { return mistakes }
        let parsed = texts.map { IPAddress($0) }
        if let index = parsed.firstIndex(where: { $0 == nil }) {
            let why =
                "failed to check for dual stack with error:invalid IP[\(index)]: \(texts[index])"
            mistakes.append(InvalidField(.internalError, field, detail: why))
        }
        let families = Set(parsed.compactMap { $0?.family })
        if families.count != texts.count || texts.count > 2 {
            let shown = JSON.array(texts.map { ["IP": .string($0)] })
            let why = "may specify no more than one IP for each IP family"
            mistakes.append(.invalid(field, shown, why))
        }
        var seen: Set<String> = []
        for (index, text) in texts.enumerated() where !seen.insert(text).inserted {
            mistakes.append(.duplicate(field[index], ["IP": .string(text)]))
        }
        return mistakes
    }

    private static func hostAddresses(_ status: JSON, _ path: FieldPath) -> [InvalidField] {
        guard let first = status.list("hostIPs").first?.text("ip") else { return [] }
        var mistakes: [InvalidField] = []
        if status.text("hostIP") != first {
            let field = path["hostIPs"][0]["ip"]
            mistakes.append(.invalid(field, .string(first), "must be equal to `hostIP`"))
        }
        return mistakes + addresses(status, "hostIPs", "HostIP", path)
    }
}
