import JSON
import LinuxSystem

/// A lab that is up, as the process sees it that brought it up or changes it.
///
/// One thread uses it. What other processes need to know of it is in its folder.
final class Lab {
    let plan: LabPlan
    let console: Console
    let interruption: Interruption
    let folders: ProgramFolders
    private(set) var state: LabState
    private var connected: LabClient?

    init(
        _ plan: LabPlan, folders: ProgramFolders, console: Console, interruption: Interruption,
        state: LabState? = nil
    ) {
        self.plan = plan
        self.console = console
        self.interruption = interruption
        self.folders = folders
        self.state =
            state
            ?? LabState(
                name: plan.name.description, topology: plan.topology.file,
                server: plan.topology.server.url, serverHost: plan.topology.server.host,
                folders: folders)
    }

    /// The way to the API server.
    var client: LabClient {
        get throws {
            if let connected { return connected }
            let client = try LabClient(state, plan.paths)
            connected = client
            return client
        }
    }

    /// Changes the state and writes it.
    func record(_ change: (inout LabState) -> Void) throws {
        change(&state)
        try state.write(plan.paths)
    }

    /// Changes the state of one machine and writes it.
    func record(_ machine: String, _ change: (inout LabState.MachineState) -> Void) throws {
        try record { state in
            if let index = state.machines.firstIndex(where: { $0.name == machine }) {
                change(&state.machines[index])
            }
        }
    }

    func machine(_ name: String) throws -> MachinePlan {
        guard let machine = plan.machines.first(where: { $0.name == name }) else {
            let known = plan.machines.map(\.name).joined(separator: ", ")
            throw LabError("the lab has no machine \"\(name)\" (machines: \(known))")
        }
        return machine
    }

    /// Starts a program on a machine and notes it; one of this name that ran before is forgotten.
    func start(
        _ name: String, on machine: MachinePlan, _ executable: String, _ arguments: [String]
    ) throws {
        var launch = Launch(executable, arguments)
        launch.environment = ["PATH": Launch.machinePath, "SWIFT_BACKTRACE": "enable=no"]
        launch.namespace = machine.namespace
        let process = try during("start \(name) on \(machine.name)") {
            try launch.start(named: name, log: log(of: name, on: machine.name))
        }
        let program = LabState.Program(
            executable: executable, arguments: arguments, process: process)
        try record(machine.name) { state in
            state.programs.removeAll { $0.process.name == name }
            state.programs.append(program)
        }
    }

    func log(of program: String, on machine: String) -> String {
        plan.paths.log("\(program).\(machine)")
    }

    /// Says which program of the lab has ended, though nobody stopped it.
    func checkPrograms() throws {
        for machine in state.machines {
            for program in machine.programs where !program.process.isRunning {
                let name = program.process.name
                if machine.breaks.contains("stop \(name)") { continue }
                let line = LogFile.lastLine(log(of: name, on: machine.name))
                throw LabError("it ended: \(line)", at: "\(name) on \(machine.name)")
            }
        }
    }

    /// Kills programs by name with SIGKILL.
    /// - Returns: what was killed.
    func kill(program: String, node: String?) -> [String] {
        var killed: [String] = []
        for machine in state.machines where node == nil || machine.name == node {
            for found in machine.programs
            where found.process.name == program && found.process.isRunning {
                found.process.signal(.kill)
                killed.append("\(program) on \(machine.name)")
            }
        }
        return killed
    }

    /// Polls until something is so.
    func wait(
        for what: String, within limit: Duration, pause: Duration = .milliseconds(5),
        _ isSo: () throws -> Bool
    ) throws {
        let deadline = Deadline(after: limit)
        while try !isSo() {
            try interruption.check()
            guard !deadline.isOver else {
                throw LabError("waited \(limit.milliseconds) ms for \(what)")
            }
            MonotonicClock.sleep(pause)
        }
    }
}
