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

    private enum Target {
        /// A container, by its folder, and the program that enters it.
        case container(String, entrance: String)
        /// A machine's network namespace.
        case namespace(String)
    }

    private let target: Target
    private let searchPath: String

    /// Finds the place.
    /// - Parameter name: the lab; nil when only one is up.
    public init(
        _ place: Place, lab name: LabName?, root: String = LabPaths.standardRoot
    ) throws {
        let lab = try LabStatus.only(name, root)
        searchPath = "\(lab.folders.bin):\(Environment.value("PATH") ?? Launch.machinePath)"
        switch place {
        case .pod(let key):
            target = .container(
                try Self.container(of: key, in: lab, root),
                entrance: try lab.folders.path(of: "martlet-shim"))
        case .machine(let name):
            guard let machine = lab.machine(name) else {
                let known = lab.machines.map(\.name).joined(separator: ", ")
                throw LabError("lab \(lab.name) has no machine \(name) (machines: \(known))")
            }
            target = .namespace(machine.namespace)
        }
    }

    /// The folder of a pod's container, whichever node it is on.
    private static func container(
        of key: PodKey, in lab: LabState, _ root: String
    ) throws -> String {
        guard let name = LabName(lab.name) else { throw LabError("no lab is up") }
        let paths = LabPaths(lab: name, root: root)
        var known: [String] = []
        for node in lab.nodes {
            let pods = NodePods(paths, node.name)
            if let folder = try pods.container(of: key) { return folder }
            known += try pods.present().map(\.description)
        }
        let list = known.sorted().joined(separator: ", ")
        throw LabError("lab \(lab.name) has no running pod \(key) (pods: \(list))")
    }

    /// Replaces this process by the command; returns only by throwing.
    public func become(_ command: [String]) throws {
        guard let program = command.first else { throw LabError("name a command after --") }
        var environment = Environment.all
        switch target {
        case .container(let folder, let entrance):
            try during("enter \(folder)") {
                try ProcessImage.replace(
                    by: entrance, ["exec", folder, "--"] + command, environment: environment)
            }
        case .namespace(let name):
            try during("enter \(name)") { try NetworkNamespace(name: name).enter() }
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
}
