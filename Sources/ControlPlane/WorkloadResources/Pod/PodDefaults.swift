import APIMachinery
import JSON

/// What a pod has when its writer left it out; a template has `PodSpecDefaults` alone.
enum PodDefaults {
    static func set(_ pod: inout APIObject) {
        var spec = pod.spec
        PodSpecDefaults.set(&spec)
        for list in ["containers", "initContainers"] {
            spec.updateEach(list, requestLimits)
        }
        PodResources.setPodLevelDefaults(&spec)
        spec.setDefault("enableServiceLinks", true)
        if spec.isTrue("hostNetwork") {
            for list in ["containers", "initContainers"] { spec.updateEach(list, hostPorts) }
        }
        pod.spec = spec
    }

    /// What is limited and not requested is requested up to its limit.
    private static func requestLimits(_ container: inout JSON) {
        container.update("resources") { resources in
            let limits = resources.members("limits")
            guard !limits.isEmpty else { return }
            var requests = resources["requests"] ?? [:]
            for limit in limits { requests.setDefault(limit.key, limit.value) }
            resources["requests"] = requests
        }
    }

    /// On the node's network a port is the node's.
    private static func hostPorts(_ container: inout JSON) {
        container.updateEach("ports") { port in
            if port.number("hostPort") == 0 { port["hostPort"] = port["containerPort"] }
        }
    }
}
