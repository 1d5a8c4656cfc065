import CNIProtocol
import JSON
import LinuxSystem

/// A network of a test: a namespace that plays the host, namespaces of pods, a folder of state.
/// Everything goes away with it.
public final class Wire: Sendable {
    /// Where everything of it lies.
    public let folder: String
    /// The namespace that plays the host.
    public let host: NetworkNamespace

    /// A host without pods.
    public init() throws {
        folder = try Files.createTemporaryDirectory("martlet-cni")
        host = try NetworkNamespace.create(path: folder + "/host")
        try tool("/usr/sbin/ip", ["link", "set", "lo", "up"], in: host)
    }

    deinit {
        for name in (try? Files.list(folder)) ?? []
        where name == "host" || name.hasPrefix("pod-") {
            try? NetworkNamespace.remove(path: "\(folder)/\(name)")
        }
        try? Files.removeTree(folder)
    }

    /// The folder of the address plugin's state.
    public var state: String { folder + "/state" }

    /// A new pod's namespace.
    public func pod(_ name: String) throws -> NetworkNamespace {
        try NetworkNamespace.create(path: path(name))
    }

    /// A pod's namespace, which is there.
    public func namespace(_ name: String) throws -> NetworkNamespace {
        try NetworkNamespace(path: path(name))
    }

    /// Where a pod's namespace is bound.
    public func path(_ name: String) -> String { "\(folder)/pod-\(name)" }

    /// Ends a pod's namespace.
    public func removePod(_ name: String) throws { try NetworkNamespace.remove(path: path(name)) }

    /// Runs a program inside a namespace.
    public func run(
        _ executable: String, _ arguments: [String], in namespace: NetworkNamespace,
        calledAs name: String? = nil, environment: [String]? = nil, input: [UInt8] = [],
        fault: Fault? = nil
    ) throws -> Answer {
        try ProgramRun(
            executable: executable, arguments: arguments, namespace: namespace, name: name,
            environment: environment, input: input, fault: fault
        ).answer()
    }

    /// Runs a tool that must succeed.
    /// - Throws: `ToolFailure` when it does not.
    @discardableResult
    public func tool(
        _ executable: String, _ arguments: [String], in namespace: NetworkNamespace
    ) throws -> Answer {
        let answer = try run(executable, arguments, in: namespace)
        guard answer.status == 0 else {
            throw ToolFailure(command: [executable] + arguments, answer: answer)
        }
        return answer
    }

    /// Calls a plugin for a pod of this network, as a runtime does.
    public func call(
        _ implementation: Implementation, _ command: CNICommand, _ configuration: JSON,
        pod: String, interface: String = "eth0", plugin: String? = nil, namespace: String? = nil,
        arguments: String = "", searchPath: String = Implementation.referenceFolder,
        fault: Fault? = nil
    ) throws -> Answer {
        var configuration = configuration
        if configuration["ipam"]?.object != nil {
            configuration["ipam"]?["dataDir"] = .string(state)
        }
        let plugin = plugin ?? configuration["type"]?.string ?? ""
        return try run(
            try implementation.executable(plugin), [], in: host, calledAs: plugin,
            environment: [
                "CNI_COMMAND=\(command.rawValue)", "CNI_CONTAINERID=\(pod)",
                "CNI_NETNS=\(namespace ?? path(pod))", "CNI_IFNAME=\(interface)",
                "CNI_PATH=\(searchPath)", "CNI_ARGS=\(arguments)",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            ], input: configuration.serialized(), fault: fault)
    }

    /// What a tool prints as JSON in a namespace.
    public func list(_ words: [String], in namespace: NetworkNamespace) throws -> [JSON] {
        try tool("/usr/sbin/ip", ["-j", "-d"] + words, in: namespace).json.array ?? []
    }

    /// The rules and sets of the host.
    public func ruleset() throws -> String {
        try tool("/usr/sbin/nft", ["list", "ruleset"], in: host).text
    }

    /// Whether an address answers a ping from a namespace.
    public func pings(_ address: String, from namespace: NetworkNamespace) throws -> Bool {
        try run(
            "/usr/bin/ping", ["-c", "1", "-i", "0.2", "-W", "3", address], in: namespace
        ).status == 0
    }

    /// The address files of a network's state.
    public func reservations(_ network: String) throws -> [String] {
        guard Files.exists("\(state)/\(network)") else { return [] }
        return try Files.list("\(state)/\(network)").sorted().filter {
            $0 != "lock" && !$0.hasPrefix("last_reserved_ip")
        }
    }

    /// The attachments of a network that the index of addresses knows.
    public func indexed(_ network: String) throws -> [String] {
        let folder = "\(state)/.martlet/\(network)"
        guard Files.exists(folder) else { return [] }
        // Beside them lie files about the network as a whole.
        return try Files.list(folder).filter { $0.contains(":") }.sorted()
    }

    /// The names of the host's ends of pairs.
    public func hostLinks() throws -> [String] {
        try list(["link", "show", "type", "veth"], in: host).compactMap { $0["ifname"]?.string }
    }
}
