import ContainerRuntime
import JSON
import LinuxSystem

/// What a node says of its machine.
struct MachineFacts: Sendable {
    var processors: Int
    /// Bytes.
    var memory: Int
    var storage: Int
    var kernel: String
    var system: String
    var bootID: String
    var machineID: String

    /// Reads them.
    init(storageAt folder: String) {
        processors = SystemThread.processorCount
        let lines = ((try? Files.readText("/proc/meminfo")) ?? "").split(separator: "\n")
        let total = lines.first { $0.hasPrefix("MemTotal:") } ?? ""
        memory = (total.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
        storage = (try? Files.capacity(folder))?.total ?? 0
        kernel = MachineFacts.line("/proc/sys/kernel/osrelease")
        let release = ((try? Files.readText("/etc/os-release")) ?? "").split(separator: "\n")
        system =
            release.first { $0.hasPrefix("PRETTY_NAME=") }
            .map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } } ?? "Linux"
        bootID = MachineFacts.line("/proc/sys/kernel/random/boot_id")
        machineID = MachineFacts.line("/etc/machine-id")
    }

    private static func line(_ path: String) -> String {
        let text = (try? Files.readText(path)) ?? ""
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    /// What the node has, by resource.
    func capacity(_ options: NodeAgentOptions) -> [String: String] {
        let own = [
            "cpu": "\(processors)", "memory": "\(memory / 1024)Ki",
            "ephemeral-storage": "\(storage / 1024)Ki", "pods": "\(options.maximumPods)",
        ]
        return own.merging(options.capacity) { _, given in given }
    }

    static let architecture: String = {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }()

    /// The member `nodeInfo` of a node's status.
    func json(runtime: String) -> JSON {
        [
            "machineID": .string(machineID), "systemUUID": .string(machineID),
            "bootID": .string(bootID), "kernelVersion": .string(kernel),
            "osImage": .string(system), "containerRuntimeVersion": .string(runtime),
            "kubeletVersion": "v1.36.2", "kubeProxyVersion": "", "operatingSystem": "linux",
            "architecture": .string(Self.architecture),
        ]
    }
}
