import JSON
import LinuxSystem

/// Takes a lab down, whatever state it is in: found by the names of its namespaces and by its
/// folder, never by what a process remembers. Goes on past errors and collects them.
struct LabDismantling {
    let name: LabName
    let paths: LabPaths

    private var names: LabNamespaces { LabNamespaces(name) }

    /// Whether there is anything to take down.
    var isThere: Bool { Files.exists(paths.folder) || !namespaces().isEmpty }

    /// - Returns: what could not be taken down, and why.
    func takeDown() -> [String] {
        var problems: [String] = []
        let state = (try? LabState.read(paths)) ?? nil
        let inodes = Leftovers.inodes(of: namespaces())
        endProcesses(in: inodes)
        problems += deletePods(state)
        // A plugin that was at work may have outlived the first look.
        endProcesses(in: inodes)
        for namespace in namespaces() {
            do {
                try NetworkNamespace.remove(name: namespace)
            } catch {
                problems.append("\(error)")
            }
        }
        do {
            try Files.removeTree(paths.folder)
            // The folder of all labs goes with the last of them.
            if try Files.list(paths.root).isEmpty { try Files.removeDirectory(paths.root) }
        } catch {
            if Files.exists(paths.folder) { problems.append("\(error)") }
        }
        return problems
    }

    private func namespaces() -> [String] {
        ((try? NetworkNamespace.names()) ?? []).filter { $0.hasPrefix(names.prefix) }
    }

    /// Everything that lives in one of the lab's namespaces is the lab's.
    private func endProcesses(in inodes: Set<UInt64>) {
        let processes = Leftovers.processes(in: inodes)
        if !processes.isEmpty { ProcessEnd.end(processes, grace: .milliseconds(300)) }
    }

    /// DEL for each pod whose namespace is there, or that the state knows.
    private func deletePods(_ state: LabState?) -> [String] {
        guard let state else { return [] }
        var problems: [String] = []
        for pod in state.pods {
            guard let namespace = pod.namespace,
                let node = state.nodes.first(where: { $0.name == pod.node }),
                Files.exists(NetworkNamespace.path(named: node.namespace))
            else { continue }
            let runtime = NetworkRuntime(
                searchPath: [state.programs.plugins ?? paths.plugins],
                nodeNamespace: node.namespace, resultsFolder: paths.networkResults(node.name),
                log: paths.log("cni"))
            let path = NetworkNamespace.path(named: namespace)
            for (list, interface) in lists(of: node.name) {
                let attachment = NetworkRuntime.Attachment(
                    containerID: pod.containerID, namespacePath: Files.exists(path) ? path : "",
                    interface: interface, pod: pod.key, uid: pod.containerID)
                problems += runtime.delete(list, attachment).map(\.description)
            }
        }
        return problems
    }

    private func lists(of node: String) -> [(JSON, String)] {
        let file = "\(paths.networkConfiguration(node))/\(NodeNetwork.fileName)"
        let network = try? JSON(parsing: Files.read(file))
        return (network.map { [($0, "eth0")] } ?? []) + [(NodeNetwork.loopback, "lo")]
    }
}
