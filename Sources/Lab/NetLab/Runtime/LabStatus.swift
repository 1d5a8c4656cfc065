import JSON
import LinuxSystem

/// What is up, for `netlab status`.
public struct LabStatus: Sendable {
    let labs: [LabState]

    /// Every lab below a root, or one of them.
    public init(name: LabName?, root: String = LabPaths.standardRoot) throws {
        let names: [LabName]
        if let name {
            names = [name]
        } else if Files.exists(root) {
            names = try during("list \(root)") { try Files.list(root).compactMap { LabName($0) } }
        } else {
            names = []
        }
        labs = try names.compactMap { try LabState.read(LabPaths(lab: $0, root: root)) }
        if labs.isEmpty, let name { throw LabError("there is no lab \(name)") }
    }

    /// A line a machine, program and pod.
    public var table: [String] {
        guard !labs.isEmpty else { return ["no lab is up"] }
        var rows = [["LAB", "KIND", "NAME", "NODE", "ADDRESSES", "STATE"]]
        for lab in labs {
            for node in lab.nodes + lab.hosts {
                let kind = lab.nodes.contains(node) ? "node" : "host"
                rows.append([
                    lab.name, kind, node.name, "", node.addresses.joined(separator: " "),
                    Files.exists(NetworkNamespace.path(named: node.namespace)) ? "up" : "gone",
                ])
                for process in node.processes {
                    rows.append([lab.name, "program", process.name, node.name, "", word(process)])
                }
            }
            for pod in lab.pods {
                rows.append([
                    lab.name, "pod", pod.key.description, pod.node,
                    pod.addresses.joined(separator: " "), state(of: pod),
                ])
            }
            if !lab.isComplete {
                rows.append([lab.name, "lab", lab.name, "", "", "half made, or being made"])
            }
        }
        return Table(rows).lines
    }

    /// The same as JSON, with each process's number.
    public var json: [UInt8] {
        let list = labs.map { lab -> JSON in
            var json = lab.json
            if case .object(var object) = json {
                object.add("running", .array(processes(of: lab).filter(\.isRunning).map(\.json)))
                json = .object(object)
            }
            return json
        }
        return JSON.array(list).serialized(pretty: true)
    }

    private func processes(of lab: LabState) -> [LabState.Process] {
        (lab.nodes + lab.hosts).flatMap(\.processes) + lab.pods.flatMap(\.processes)
    }

    private func word(_ process: LabState.Process) -> String {
        process.isRunning ? "running" : "ended"
    }

    private func state(of pod: LabState.PodState) -> String {
        let running = pod.processes.filter(\.isRunning).count
        let all = pod.processes.count
        return running == all ? "running" : "\(running)/\(all) running"
    }
}
