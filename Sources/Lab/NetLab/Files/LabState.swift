import JSON
import LinuxSystem

/// What a lab is made of, written to its folder so that later commands find it.
///
/// Nothing here is needed for tearing down after a crash: names and the folder are enough for that.
struct LabState: Hashable, Sendable {
    /// A process that the lab started. A pid alone could be a stranger's by now, so its start
    /// counts.
    struct Process: Hashable, Sendable {
        var pid: Int
        /// Clock ticks from boot to start: field 22 of `/proc/<pid>/stat`.
        var start: UInt64
        /// `svcproxy`, `web-1/web`
        var name: String
    }

    struct PodState: Hashable, Sendable {
        var key: PodKey
        var node: String
        /// The network namespace's name; nil when the pod is in its node's.
        var namespace: String?
        var containerID: String
        var addresses: [String]
        var processes: [Process]
    }

    struct NodeState: Hashable, Sendable {
        var name: String
        var namespace: String
        var addresses: [String]
        var processes: [Process]
    }

    var name: String
    var topology: String
    /// Where programs were found; `exec` and `down` use them again.
    var programs: ProgramFolders
    var nodes: [NodeState] = []
    var hosts: [NodeState] = []
    var pods: [PodState] = []
    /// False while `up` is at work.
    var isComplete = false

    func pod(_ key: PodKey) -> PodState? { pods.first { $0.key == key } }
}

extension LabState {
    static func read(_ paths: LabPaths) throws -> LabState? {
        guard Files.exists(paths.state) else { return nil }
        return try during("read \(paths.state)") {
            let document = try JSONDocument(parsing: Files.read(paths.state))
            return try LabState(Field(value: document.root, file: paths.state))
        }
    }

    func write(_ paths: LabPaths) throws {
        try during("write \(paths.state)") {
            try Files.writeAtomically(paths.state, json.serialized(pretty: true), mode: 0o644)
        }
    }

    init(_ field: Field) throws {
        name = try field.required("name").text()
        topology = try field.required("topology").text()
        programs = try ProgramFolders(field.required("programs"))
        nodes = try field.required("nodes").list().map(NodeState.init)
        hosts = try field.required("hosts").list().map(NodeState.init)
        pods = try field.required("pods").list().map(PodState.init)
        isComplete = try field.required("complete").flag()
    }

    var json: JSON {
        [
            "name": .string(name), "topology": .string(topology), "programs": programs.json,
            "nodes": .array(nodes.map(\.json)), "hosts": .array(hosts.map(\.json)),
            "pods": .array(pods.map(\.json)), "complete": .bool(isComplete),
        ]
    }
}

extension LabState.Process {
    init(_ field: Field) throws {
        pid = try field.required("pid").integer(1...Int(Int32.max))
        start = UInt64(try field.required("start").integer(0...Int.max))
        name = try field.required("name").text()
    }

    var json: JSON { ["pid": .int(pid), "start": .int(start), "name": .string(name)] }
}

extension LabState.NodeState {
    init(_ field: Field) throws {
        name = try field.required("name").text()
        namespace = try field.required("namespace").text()
        addresses = try field.required("addresses").texts()
        processes = try field.required("processes").list().map(LabState.Process.init)
    }

    var json: JSON {
        [
            "name": .string(name), "namespace": .string(namespace),
            "addresses": .strings(addresses), "processes": .array(processes.map(\.json)),
        ]
    }
}

extension LabState.PodState {
    init(_ field: Field) throws {
        let namespace = try field.required("kubernetesNamespace").text()
        key = PodKey(namespace: namespace, name: try field.required("name").text())
        node = try field.required("node").text()
        self.namespace = try field.member("namespace")?.text()
        containerID = try field.required("containerID").text()
        addresses = try field.required("addresses").texts()
        processes = try field.required("processes").list().map(LabState.Process.init)
    }

    var json: JSON {
        [
            "kubernetesNamespace": .string(key.namespace), "name": .string(key.name),
            "node": .string(node), "namespace": namespace.map(JSON.string) ?? .null,
            "containerID": .string(containerID), "addresses": .strings(addresses),
            "processes": .array(processes.map(\.json)),
        ]
    }
}
