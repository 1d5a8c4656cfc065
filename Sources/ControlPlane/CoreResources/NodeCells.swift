import APIMachinery
import JSON
import ResourceModel

extension NodeKind {
    static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let info = object.status["nodeInfo"] ?? [:]
        func known(_ key: String) -> JSON {
            info.text(key).isEmpty ? "<unknown>" : .string(info.text(key))
        }
        func address(_ type: String) -> JSON {
            let entry = object.status.list("addresses").first { $0.text("type") == type }
            return Cell.text(entry?.text("address"))
        }
        return [
            .string(object.name), .string(state(object)), Cell.text(roles(object)),
            Cell.age(object, now), .string(info.text("kubeletVersion")), address("InternalIP"),
            address("ExternalIP"), known("osImage"), known("kernelVersion"),
            known("containerRuntimeVersion"),
        ]
    }

    private static func state(_ object: APIObject) -> String {
        let ready = object.status.list("conditions").first { $0.text("type") == "Ready" }
        var state = "Unknown"
        if let ready { state = ready.text("status") == "True" ? "Ready" : "NotReady" }
        if object.spec["unschedulable"]?.bool == true { state += ",SchedulingDisabled" }
        return state
    }

    private static func roles(_ object: APIObject) -> String {
        let prefix = "node-role.kubernetes.io/"
        var roles: Set<String> = []
        for (key, value) in object.labels {
            if key.hasPrefix(prefix) { roles.insert(String(key.dropFirst(prefix.count))) }
            if key == "kubernetes.io/role" { roles.insert(value) }
        }
        roles.remove("")
        return roles.sorted().joined(separator: ",")
    }
}
