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
        mirrorAddress(&pod)
    }

    /// `podIP` is the first of `podIPs`; where they differ it wins, as older kubelets write it
    /// alone.
    private static func mirrorAddress(_ pod: inout APIObject) {
        let address = pod.status.text("podIP")
        let first = pod.status.list("podIPs").first?.text("ip") ?? ""
        if !address.isEmpty && first != address {
            pod["status", "podIPs"] = [["ip": .string(address)]]
        } else if address.isEmpty && !first.isEmpty {
            pod["status", "podIP"] = .string(first)
        }
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
