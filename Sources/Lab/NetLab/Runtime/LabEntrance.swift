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
        /// A process whose network, mounts and host name are the pod's.
        case process(Int32)
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
            target = .process(try Self.process(of: key, in: lab, root))
        case .machine(let name):
            guard let machine = lab.machine(name) else {
                let known = lab.machines.map(\.name).joined(separator: ", ")
                throw LabError("lab \(lab.name) has no machine \(name) (machines: \(known))")
            }
            target = .namespace(machine.namespace)
        }
    }

    /// A process of a pod's, whichever node it is on.
    private static func process(
        of key: PodKey, in lab: LabState, _ root: String
    ) throws -> Int32 {
        guard let name = LabName(lab.name) else { throw LabError("no lab is up") }
        let paths = LabPaths(lab: name, root: root)
        var known: [String] = []
        for node in lab.nodes {
            let pods = NodePods(paths, node.name)
            if let process = try pods.process(of: key) { return process }
            known += try pods.present().map(\.description)
        }
        let list = known.sorted().joined(separator: ", ")
        throw LabError("lab \(lab.name) has no running pod \(key) (pods: \(list))")
    }

    /// Replaces this process by the command; returns only by throwing.
    public func become(_ command: [String]) throws {
        guard let program = command.first else { throw LabError("name a command after --") }
        try during("enter \(target)") {
            switch target {
            case .process(let id):
                try NetworkNamespace(path: "/proc/\(id)/ns/net").enter()
                try ProcessImage.enterSurroundings(of: id)
            case .namespace(let name): try NetworkNamespace(name: name).enter()
            }
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
