import APIMachinery
import ContainerRuntime
import JSON
import NetworkAddress

/// What a node's object must say. Pure: the machine, the runtime and the time come in.
struct NodeStatus {
    let options: NodeAgentOptions
    let machine: MachineFacts
    let runtime: String
    let readiness: RuntimeReadiness
    let images: [ImageState]

    private static let kubeletStarted = "KubeletReady"

    /// The object of a node that isn't there yet.
    func node(at time: Timestamp) -> APIObject {
        var node = APIObject([:])
        node.name = options.nodeName
        node.labels = labels
        if !options.taints.isEmpty {
            node["spec", "taints"] = .array(
                options.taints.map { taint in
                    var json: JSON = [
                        "key": .string(taint.key), "effect": .string(taint.effect),
                    ]
                    if !taint.value.isEmpty { json["value"] = .string(taint.value) }
                    return json
                })
        }
        node["status"] = status(changing: [:], at: time)
        return node
    }

    /// The labels that the node must have, beside those of others.
    var labels: [String: String] {
        let own = [
            "kubernetes.io/hostname": options.nodeName, "kubernetes.io/os": "linux",
            "kubernetes.io/arch": MachineFacts.architecture, "beta.kubernetes.io/os": "linux",
            "beta.kubernetes.io/arch": MachineFacts.architecture,
        ]
        return own.merging(options.labels) { _, given in given }
    }

    /// The status, made from the one that is there.
    func status(changing old: JSON, at time: Timestamp) -> JSON {
        var status = old
        let capacity = machine.capacity(options).sorted { $0.key < $1.key }
        var resources = JSONObject()
        for (name, amount) in capacity { resources.add(name, .string(amount)) }
        status["capacity"] = .object(resources)
        status["allocatable"] = .object(resources)
        status["conditions"] = conditions(changing: old["conditions"]?.array ?? [], at: time)
        var addresses: [JSON] = options.addresses.map {
            ["type": "InternalIP", "address": .string($0.description)]
        }
        addresses.append(["type": "Hostname", "address": .string(options.nodeName)])
        status["addresses"] = .array(addresses)
        status.setField(["daemonEndpoints", "kubeletEndpoint", "Port"], .int(options.port))
        status["nodeInfo"] = machine.json(runtime: runtime)
        status["images"] = .array(
            images.sorted { ($0.size, $0.id) > ($1.size, $1.id) }.prefix(50).map {
                ["names": .strings($0.names.prefix(5)), "sizeBytes": .int($0.size)]
            })
        return status
    }

    private func conditions(changing old: [JSON], at time: Timestamp) -> JSON {
        let ready = readiness.isReady && readiness.isNetworkReady
        let network =
            "container runtime network not ready: NetworkReady=false "
            + "reason:NetworkPluginNotReady message:\(readiness.networkReason)"
        let fault = readiness.isReady ? network : "container runtime is down: \(readiness.reason)"
        let own: [(String, String, String, String)] = [
            pressure("MemoryPressure", "KubeletHasSufficientMemory", "memory available"),
            pressure("DiskPressure", "KubeletHasNoDiskPressure", "no disk pressure"),
            pressure("PIDPressure", "KubeletHasSufficientPID", "PID available"),
            (
                "Ready", ready ? "True" : "False", ready ? "KubeletReady" : "KubeletNotReady",
                ready ? "kubelet is posting ready status" : fault
            ),
        ]
        let names = Set(own.map(\.0))
        let others = old.filter { !names.contains($0["type"]?.string ?? "") }
        let list: [JSON] = own.map { type, status, reason, message in
            let before = old.first { $0["type"]?.string == type }
            let isSame = before?["status"]?.string == status
            let since = isSame ? before?["lastTransitionTime"] : nil
            return [
                "type": .string(type), "status": .string(status),
                "lastHeartbeatTime": .string(time.description),
                "lastTransitionTime": since ?? .string(time.description),
                "reason": .string(reason), "message": .string(message),
            ]
        }
        return .array(others + list)
    }

    private func pressure(
        _ type: String, _ reason: String, _ words: String
    ) -> (String, String, String, String) {
        let verb = type == "DiskPressure" ? "has" : "has sufficient"
        return (type, "False", reason, "kubelet \(verb) \(words)")
    }
}

extension JSON {
    /// A node's status without the times that only say that somebody looked.
    var withoutHeartbeats: JSON {
        var status = self
        status.updateEach("conditions") { $0["lastHeartbeatTime"] = nil }
        return status.essence
    }
}
