import JSON
import LinuxSystem

/// What is up, for `netlab status`.
public struct LabStatus: Sendable {
    let labs: [LabState]
    /// Each lab's pods, by its name; absent when its API server does not answer.
    private let pods: [String: [JSON]]

    /// Every lab below a root, or one of them.
    public init(name: LabName?, root: String = LabPaths.standardRoot) throws {
        labs = try Self.states(name, root)
        if labs.isEmpty, let name { throw LabError("there is no lab \(name)") }
        var pods: [String: [JSON]] = [:]
        for lab in labs {
            guard let name = LabName(lab.name) else { continue }
            let client = try? LabClient(lab, LabPaths(lab: name, root: root))
            pods[lab.name] = try? client?.list("/api/v1/pods")
        }
        self.pods = pods
    }

    private static func states(_ name: LabName?, _ root: String) throws -> [LabState] {
        let names: [LabName]
        if let name {
            names = [name]
        } else if Files.exists(root) {
            names = try during("list \(root)") { try Files.list(root).compactMap { LabName($0) } }
        } else {
            names = []
        }
        return try names.compactMap { try LabState.read(LabPaths(lab: $0, root: root)) }
    }

    /// The one lab that is up, or that is named.
    static func only(_ name: LabName?, _ root: String) throws -> LabState {
        let labs = try states(name, root)
        guard let lab = labs.first else {
            throw LabError(name.map { "there is no lab \($0)" } ?? "no lab is up")
        }
        guard labs.count == 1 else {
            let known = labs.map(\.name).joined(separator: ", ")
            throw LabError("several labs are up; name one with --lab (\(known))")
        }
        return lab
    }

    /// A line a machine, program and pod.
    public var table: [String] {
        guard !labs.isEmpty else { return ["no lab is up"] }
        var rows = [["LAB", "KIND", "NAME", "NODE", "ADDRESSES", "STATE"]]
        for lab in labs {
            for machine in lab.machines {
                let kind = machine.isNode ? "node" : "host"
                let addresses = machine.addresses.joined(separator: " ")
                rows.append([lab.name, kind, machine.name, "", addresses, state(of: machine)])
                for process in machine.programs.map(\.process) {
                    rows.append([
                        lab.name, "program", process.name, machine.name, "",
                        process.isRunning ? "running" : "ended",
                    ])
                }
            }
            for pod in pods[lab.name] ?? [] {
                rows.append([
                    lab.name, "pod", ObjectReading.key(of: pod).description,
                    ObjectReading.node(of: pod),
                    ObjectReading.addresses(of: pod).joined(separator: " "),
                    PodWords.state(of: pod),
                ])
            }
            if pods[lab.name] == nil {
                rows.append([lab.name, "lab", lab.name, "", "", "the API server does not answer"])
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
            let running = lab.machines.flatMap(\.programs).map(\.process).filter(\.isRunning)
            json["running"] = .array(running.map(\.json))
            json["pods"] = .array(
                (pods[lab.name] ?? []).map { pod in
                    [
                        "namespace": .string(ObjectReading.namespace(of: pod)),
                        "name": .string(ObjectReading.name(of: pod)),
                        "node": .string(ObjectReading.node(of: pod)),
                        "addresses": .strings(ObjectReading.addresses(of: pod)),
                        "state": .string(PodWords.state(of: pod)),
                    ]
                })
            return json
        }
        return JSON.array(list).serialized(pretty: true)
    }

    private func state(of machine: LabState.MachineState) -> String {
        guard Files.exists(NetworkNamespace.path(named: machine.namespace)) else { return "gone" }
        return machine.breaks.isEmpty ? "up" : "broken: " + machine.breaks.joined(separator: ", ")
    }
}
