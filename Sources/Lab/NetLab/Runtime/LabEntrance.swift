import LinuxSystem

/// Becomes a command inside a lab: in a pod's network and files, or on a machine of the wire.
public struct LabEntrance: Sendable {
    /// Whose namespaces.
    public enum Place: Hashable, Sendable {
        /// A pod.
        case pod(PodKey)
        /// A node or host, by its name.
        case machine(String)
    }

    private let namespace: String
    /// A process whose mounts are the pod's.
    private let process: LabState.Process?
    private let searchPath: String

    /// Finds the place.
    /// - Parameter name: the lab; nil when only one is up.
    public init(
        _ place: Place, lab name: LabName?, root: String = LabPaths.standardRoot
    ) throws {
        let lab = try Self.lab(name, root)
        searchPath = "\(lab.programs.bin):\(Environment.value("PATH") ?? Launch.machinePath)"
        switch place {
        case .pod(let key):
            guard let pod = lab.pod(key) else {
                let known = lab.pods.map(\.key.description).joined(separator: ", ")
                throw LabError("lab \(lab.name) has no pod \(key) (pods: \(known))")
            }
            guard let running = pod.processes.first(where: \.isRunning) else {
                throw LabError("no process of pod \(key) runs")
            }
            process = running
            let node = lab.nodes.first { $0.name == pod.node }
            namespace = pod.namespace ?? node?.namespace ?? ""
        case .machine(let name):
            guard let machine = (lab.nodes + lab.hosts).first(where: { $0.name == name }) else {
                let known = (lab.nodes + lab.hosts).map(\.name).joined(separator: ", ")
                throw LabError("lab \(lab.name) has no machine \(name) (machines: \(known))")
            }
            process = nil
            namespace = machine.namespace
        }
    }

    private static func lab(_ name: LabName?, _ root: String) throws -> LabState {
        let labs = try LabStatus(name: name, root: root).labs
        guard let lab = labs.first else { throw LabError("no lab is up") }
        guard labs.count == 1 else {
            let known = labs.map(\.name).joined(separator: ", ")
            throw LabError("several labs are up; name one with --lab (\(known))")
        }
        return lab
    }

    /// Replaces this process by the command; returns only by throwing.
    public func become(_ command: [String]) throws {
        guard let program = command.first else { throw LabError("name a command after --") }
        try during("enter \(namespace)") {
            try NetworkNamespace(name: namespace).enter()
            if let process { try ProcessImage.enterSurroundings(of: Int32(process.pid)) }
        }
        var environment = Environment.all
        environment["PATH"] = searchPath
        guard let path = Launch.find(program, in: searchPath) else {
            throw LabError("there is no program \"\(program)\"")
        }
        try during("execute \(program)") {
            try ProcessImage.replace(
                by: path, Array(command.dropFirst()), environment: environment, name: program)
        }
    }
}
