import KubernetesAPI

/// Says which node each pod runs on: the one it names, else one after the other.
struct PodPlacement {
    let nodes: [String]

    private struct HostPort: Hashable {
        var node: String
        var port: UInt16
        var transport: PortProtocol
    }

    func place(_ manifests: [Manifest]) throws -> [Pod] {
        var next = 0
        var used: [HostPort: String] = [:]
        var pods: [Pod] = []
        for manifest in manifests {
            guard case .pod(var pod) = manifest.object else { continue }
            if pod.spec.nodeName.isEmpty {
                pod.spec.nodeName = nodes[next % nodes.count]
                next += 1
            } else if !nodes.contains(pod.spec.nodeName) {
                let known = nodes.joined(separator: ", ")
                throw manifest.error(
                    "spec.nodeName", "there is no node \"\(pod.spec.nodeName)\" (nodes: \(known))")
            }
            try check(pod, manifest)
            try claimHostPorts(pod, manifest, &used)
            pod.status = PodStatus()
            pods.append(pod)
        }
        return pods
    }

    /// A lab has no images: a container says what it runs, or names ports for the responder.
    private func check(_ pod: Pod, _ manifest: Manifest) throws {
        var ports: Set<HostPort> = []
        for (index, container) in pod.spec.containers.enumerated() {
            let field = "spec.containers[\(index)]"
            if container.command.isEmpty, !container.args.isEmpty {
                throw manifest.error("\(field).args", "a lab has no images: name the command too")
            }
            for port in container.ports {
                let key = HostPort(node: "", port: port.containerPort, transport: port.protocol)
                guard ports.insert(key).inserted else {
                    let text = "\(port.containerPort)/\(port.protocol.rawValue)"
                    throw manifest.error("\(field).ports", "\(text) is used twice in the pod")
                }
                if port.hostPort != nil, !pod.spec.hostNetwork {
                    throw manifest.error("\(field).ports", "a lab has no hostPort yet")
                }
            }
        }
    }

    private func claimHostPorts(
        _ pod: Pod, _ manifest: Manifest, _ used: inout [HostPort: String]
    ) throws {
        guard pod.spec.hostNetwork else { return }
        for port in pod.spec.containers.flatMap(\.ports) {
            let key = HostPort(
                node: pod.spec.nodeName, port: port.containerPort, transport: port.protocol)
            if let other = used.updateValue(pod.metadata.name, forKey: key) {
                throw manifest.error(
                    "spec.containers",
                    "port \(port.containerPort) of \(pod.spec.nodeName) is used twice (\(other))")
            }
        }
    }
}
