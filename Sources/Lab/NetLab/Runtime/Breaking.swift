import LinuxSystem
import NetworkAddress
import Nftables
import RouteNetlink

/// What can be wrong with a node.
public enum Fault: Hashable, Sendable {
    /// Its cable is out.
    case cut
    /// So many packets of a hundred are lost, in both directions.
    case loss(percent: Int)
    /// A program of it was killed and stays so.
    case stop(program: String)
    /// It lost its power, and comes back at once: every process and what the kernel knew are gone,
    /// its disk is there.
    case restart
}

/// Breaks and mends nodes of a lab that is up.
struct Breaking {
    let lab: Lab

    init(_ lab: Lab) { self.lab = lab }

    /// - Returns: what was done, in words.
    func apply(_ fault: Fault, to name: String) throws -> String {
        let machine = try lab.machine(name)
        switch fault {
        case .cut:
            try LabWire(plan: lab.plan).connect(machine, false)
            try note("cut", on: name)
            return "\(name) is cut off"
        case .loss(let percent):
            try PacketLoss(plan: lab.plan).set(percent, of: machine)
            try note("loss", on: name)
            return "\(name) loses \(percent) of 100 packets, each way"
        case .stop(let program):
            guard
                let found = lab.state.machine(name)?.programs.first(where: {
                    $0.process.name == program
                }), found.process.isRunning
            else { throw LabError("no program \"\(program)\" runs on \(name)") }
            try note("stop \(program)", on: name)
            found.process.signal(.kill)
            return "\(program) on \(name) is killed"
        case .restart:
            guard machine.isNode else { throw LabError("\(name) is no node") }
            try restart(machine)
            return "\(name) was switched off and on"
        }
    }

    /// Undoes everything.
    /// - Returns: what was done, in words.
    func mend(_ name: String) throws -> [String] {
        let machine = try lab.machine(name)
        var done: [String] = []
        for fault in lab.state.machine(name)?.breaks ?? [] {
            switch fault {
            case "cut":
                try LabWire(plan: lab.plan).connect(machine, true)
                try waitUntilReached(machine)
                done.append("\(name) is connected")
            case "loss":
                try PacketLoss(plan: lab.plan).set(0, of: machine)
                done.append("\(name) loses no packets")
            default:
                let program = String(fault.dropFirst("stop ".count))
                try startAgain(program, on: machine)
                done.append("\(program) on \(name) is started")
            }
            try lab.record(name) { $0.breaks.removeAll { $0 == fault } }
        }
        return done.isEmpty ? ["\(name) needs no mending"] : done
    }

    /// A switch's port carries nothing for up to a second after its cable is back.
    private func waitUntilReached(_ machine: MachinePlan) throws {
        guard let other = lab.plan.machines.first(where: { $0.name != machine.name }),
            let address = machine.machine.addresses.first
        else { return }
        let namespace = try NetworkNamespace(name: other.namespace)
        // Nobody need listen: a refusal comes back as well.
        let target = SocketEndpoint(address, Port(rawValue: 9))
        try lab.wait(for: "\(machine.name) to be reached", within: .seconds(20)) {
            try namespace.run { Probe.reaches(target) }
        }
    }

    private func note(_ fault: String, on name: String) throws {
        try lab.record(name) { machine in
            if !machine.breaks.contains(fault) { machine.breaks.append(fault) }
        }
    }

    private func startAgain(_ program: String, on machine: MachinePlan) throws {
        guard
            let known = lab.state.machine(machine.name)?.programs.first(where: {
                $0.process.name == program
            }), !known.process.isRunning
        else { return }
        try lab.start(program, on: machine, known.executable, known.arguments)
    }

    private func restart(_ machine: MachinePlan) throws {
        let programs = lab.state.machine(machine.name)?.programs ?? []
        for program in programs { program.process.signal(.kill) }
        try NodePods(lab.plan.paths, machine.name).cutPower()
        ProcessEnd.end(
            Leftovers.processes(in: Leftovers.inodes(of: [machine.namespace])),
            grace: .zero)
        try during("remove the namespace of \(machine.name)") {
            try NetworkNamespace.remove(name: machine.namespace)
        }
        try lab.wait(for: "the cable of \(machine.name) to be out", within: .seconds(10)) {
            try !LabWire(plan: lab.plan).hasPort(of: machine)
        }
        try LabWire(plan: lab.plan).make(machine)
        for program in programs {
            try lab.start(
                program.process.name, on: machine, program.executable, program.arguments)
        }
    }
}
