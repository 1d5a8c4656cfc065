import KubernetesAPI
import LinuxSystem

/// Removing pods and killing programs while the lab is up.
extension Lab {
    /// Marks a pod as terminating: it leaves the ready endpoints, and its processes go on.
    func beginRemoval(of key: PodKey) throws {
        guard cluster.pod(key) != nil else { throw LabError("there is no pod \(key)") }
        try publish { cluster in
            cluster.update(key) { pod in
                // When it ends is nobody's concern here; that it is set makes it terminating.
                pod.metadata.deletionTimestamp = "1970-01-01T00:00:00Z"
            }
        }
    }

    /// Ends a pod's processes, takes its network away and forgets it.
    func finishRemoval(of key: PodKey) throws {
        guard let entry = state.pod(key) else { throw LabError("there is no pod \(key)") }
        ProcessEnd.end(entry.processes, grace: .seconds(1))
        var errors = detach(entry)
        do {
            try Files.removeTree(plan.paths.pod(key))
        } catch {
            errors.append(LabError("remove the files of \(key)", cause: error))
        }
        try record { $0.pods.removeAll { $0.key == key } }
        try publish { $0.remove(key) }
        if let error = errors.first { throw error }
    }

    private func detach(_ entry: LabState.PodState) -> [LabError] {
        guard let namespace = entry.namespace,
            let node = plan.nodes.first(where: { $0.name == entry.node })
        else { return [] }
        let runtime = networkRuntime(of: node)
        var errors = runtime.delete(
            plan.network(of: node).configuration, attachment(entry, interface: "eth0"))
        errors += runtime.delete(NodeNetwork.loopback, attachment(entry, interface: "lo"))
        do {
            try NetworkNamespace.remove(name: namespace)
        } catch {
            errors.append(LabError("remove the namespace of \(entry.key)", cause: error))
        }
        return errors
    }

    /// Kills programs by name with SIGKILL.
    ///
    /// - Returns: what was killed.
    func kill(program: String, node: String?) throws -> [String] {
        let onNodes = state.nodes.filter { node == nil || $0.name == node }
            .flatMap { entry in entry.processes.map { (entry.name, $0) } }
        let inPods = state.pods.filter { node == nil || $0.node == node }
            .flatMap { entry in entry.processes.map { (entry.node, $0) } }
        var killed: [String] = []
        for (place, process) in onNodes + inPods where process.isRunning {
            let isMeant =
                process.name == program || process.name.hasSuffix("/\(program)")
                || process.name.hasPrefix("\(program)/")
            guard isMeant else { continue }
            process.signal(.kill)
            killed.append("\(process.name) on \(place)")
        }
        return killed
    }
}
