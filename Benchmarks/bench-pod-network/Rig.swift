import LinuxSystem

/// A host and its pods, as namespaces, for one implementation.
final class Rig: Sendable {
    enum Implementation: String, Sendable {
        case ours = "martlet-cni"
        case reference = "reference"
    }

    /// A namespace that is in nobody's way: which network it is does not matter.
    static let configuration = """
        { "cniVersion": "0.3.1", "name": "bridge", "type": "bridge", "bridge": "cnio0",
          "isGateway": true, "ipMasq": true,
          "ipam": { "type": "host-local", "dataDir": "STATE",
            "ranges": [ [ { "subnet": "10.244.0.0/22" } ] ],
              "routes": [ { "dst": "0.0.0.0/0" } ] } }
        """

    let implementation: Implementation
    let folder: String
    let host: NetworkNamespace
    let executable: String
    let pods: Int

    init(_ implementation: Implementation, pods: Int) throws {
        self.implementation = implementation
        self.pods = pods
        folder = try Files.createTemporaryDirectory("bench-cni")
        executable =
            switch implementation {
            case .ours: Files.directory(of: try CurrentProcess.executablePath()) + "/martlet-cni"
            case .reference: "/usr/lib/cni/bridge"
            }
        guard Files.exists(executable) else {
            throw SystemError(operation: "find plugin", subject: executable, errno: .enoent)
        }
        host = try NetworkNamespace.create(path: folder + "/host")
        for index in 0..<pods { try NetworkNamespace.create(path: "\(folder)/\(index)") }
        let text = Rig.configuration.split(separator: "STATE", omittingEmptySubsequences: false)
            .joined(separator: folder + "/state")
        try Files.writeAtomically(folder + "/configuration", Array(text.utf8))
    }

    deinit {
        for name in ["host"] + (0..<pods).map(String.init) {
            try? NetworkNamespace.remove(path: "\(folder)/\(name)")
        }
        try? Files.removeTree(folder)
    }

    /// Runs the plugin for a pod.
    /// - Returns: how long it took, in milliseconds.
    func call(_ command: String, pod: Int) throws -> Double {
        let input = try Descriptor(opening: folder + "/configuration")
        let output = try Descriptor(
            opening: "\(folder)/out-\(pod)", [.writeOnly, .create, .truncate])
        var program = ChildProcess.Program(executable)
        program.argumentZero = "bridge"
        program.networkNamespace = host.descriptor
        program.environment = [
            "CNI_COMMAND=\(command)", "CNI_CONTAINERID=pod-\(pod)", "CNI_NETNS=\(folder)/\(pod)",
            "CNI_IFNAME=eth0", "CNI_PATH=/usr/lib/cni", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        program.input = .descriptor(input.rawValue)
        program.output = .descriptor(output.rawValue)
        // From here on the plugin runs: how its parent forks is not what is measured.
        let child = try ChildProcess.spawn(program)
        let start = MonotonicClock.nanoseconds
        let ending = try child.wait()
        let elapsed = Double(MonotonicClock.nanoseconds - start) / 1e6
        guard ending == .exited(0) else {
            let text = (try? Files.readText("\(folder)/out-\(pod)")) ?? ""
            throw CallError(description: "\(implementation.rawValue) \(command) \(pod): \(text)")
        }
        return elapsed
    }
}

struct CallError: Error, CustomStringConvertible {
    var description: String
}
