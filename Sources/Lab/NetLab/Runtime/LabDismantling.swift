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
        let inodes = Leftovers.inodes(of: namespaces())
        // The programs first: an agent would start again what is killed under it.
        endProcesses(in: inodes)
        for node in (try? Files.list(paths.nodes)) ?? [] {
            problems += NodePods(paths, node).remove()
        }
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
        if !processes.isEmpty { ProcessEnd.end(processes, grace: .milliseconds(500)) }
    }
}
