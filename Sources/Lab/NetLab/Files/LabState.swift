import JSON
import LinuxSystem

/// What a lab is made of, written to its folder so that later commands find it.
///
/// Nothing here is needed for tearing down after a crash: names and the folder are enough for that.
/// Pods are not in it: the API server and the nodes' runtimes know them.
struct LabState: Hashable, Sendable {
    /// A process that the lab started. A pid alone could be a stranger's by now, so its start
    /// counts.
    struct Process: Hashable, Sendable {
        var pid: Int
        /// Clock ticks from boot to start: field 22 of `/proc/<pid>/stat`.
        var start: UInt64
        /// `svcproxy`
        var name: String
    }

    /// A program of a machine: how it is started, and the process it was last.
    struct Program: Hashable, Sendable {
        var executable: String
        var arguments: [String]
        var process: Process
    }

    struct MachineState: Hashable, Sendable {
        var name: String
        var isNode: Bool
        var namespace: String
        var addresses: [String]
        var programs: [Program] = []
        /// What `netlab break` did and `mend` has to undo.
        var breaks: [String] = []
    }

    var name: String
    var topology: String
    /// The API server: `https://192.168.50.10:6443`.
    var server: String
    /// The host it stands on.
    var serverHost: String
    /// Where programs were found; `exec` and `down` use them again.
    var folders: ProgramFolders
    var machines: [MachineState] = []
    /// False while `up` is at work.
    var isComplete = false

    var nodes: [MachineState] { machines.filter(\.isNode) }

    func machine(_ name: String) -> MachineState? { machines.first { $0.name == name } }
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
        server = try field.required("server").text()
        serverHost = try field.required("serverHost").text()
        folders = try ProgramFolders(field.required("folders"))
        machines = try field.required("machines").list().map(MachineState.init)
        isComplete = try field.required("complete").flag()
    }

    var json: JSON {
        [
            "name": .string(name), "topology": .string(topology), "server": .string(server),
            "serverHost": .string(serverHost), "folders": folders.json,
            "machines": .array(machines.map(\.json)), "complete": .bool(isComplete),
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

extension LabState.Program {
    init(_ field: Field) throws {
        executable = try field.required("executable").text()
        arguments = try field.required("arguments").list().map { $0.value.string ?? "" }
        process = try LabState.Process(field.required("process"))
    }

    var json: JSON {
        [
            "executable": .string(executable), "arguments": .strings(arguments),
            "process": process.json,
        ]
    }
}

extension LabState.MachineState {
    init(_ field: Field) throws {
        name = try field.required("name").text()
        isNode = try field.required("isNode").flag()
        namespace = try field.required("namespace").text()
        addresses = try field.required("addresses").texts()
        programs = try field.required("programs").list().map(LabState.Program.init)
        breaks = try field.required("breaks").texts()
    }

    var json: JSON {
        [
            "name": .string(name), "isNode": .bool(isNode), "namespace": .string(namespace),
            "addresses": .strings(addresses), "programs": .array(programs.map(\.json)),
            "breaks": .strings(breaks),
        ]
    }
}
