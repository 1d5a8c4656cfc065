import CNIProtocol
import JSON
import LinuxSystem
import Testing

/// Whose plugins are called.
enum Implementation: String, Sendable, CaseIterable {
    case ours
    case reference

    /// The other one.
    var other: Implementation { self == .ours ? .reference : .ours }

    /// Where Debian's package `containernetworking-plugins` puts the reference plugins.
    static let referenceFolder = "/usr/lib/cni"

    /// The program to start for a plugin's name.
    func executable(_ plugin: String) throws -> String {
        switch self {
        case .reference: return "\(Self.referenceFolder)/\(plugin)"
        case .ours:
            return Files.directory(of: try CurrentProcess.executablePath()) + "/martlet-cni"
        }
    }
}

/// What a run of a program gave.
struct Answer: Sendable {
    var status: Int32
    var output: [UInt8]
    var diagnostics: String

    var text: String { String(decoding: output, as: UTF8.self) }

    var json: JSON { (try? JSON(parsing: output)) ?? .null }

    /// The error that a plugin printed.
    var error: CNIError? {
        guard let document = try? JSONDocument(parsing: output) else { return nil }
        return CNIError(document.root)
    }
}

/// A network of a test: a namespace that plays the host, namespaces of pods, a folder of state.
/// Everything goes away with it.
final class Wire: Sendable {
    let folder: String
    let host: NetworkNamespace

    init() throws {
        folder = try Files.createTemporaryDirectory("martlet-cni")
        host = try NetworkNamespace.create(path: folder + "/host")
        #expect(try run("/usr/sbin/ip", ["link", "set", "lo", "up"], in: host).status == 0)
    }

    deinit {
        for name in (try? Files.list(folder)) ?? []
        where name == "host" || name.hasPrefix("pod-") {
            try? NetworkNamespace.remove(path: "\(folder)/\(name)")
        }
        try? Files.removeTree(folder)
    }

    /// The folder of the address plugin's state.
    var state: String { folder + "/state" }

    /// A new pod's namespace.
    func pod(_ name: String) throws -> NetworkNamespace {
        try NetworkNamespace.create(path: path(name))
    }

    func path(_ name: String) -> String { "\(folder)/pod-\(name)" }

    func removePod(_ name: String) throws { try NetworkNamespace.remove(path: path(name)) }

    /// Runs a program inside a namespace.
    func run(
        _ executable: String, _ arguments: [String], in namespace: NetworkNamespace,
        calledAs name: String? = nil, environment: [String]? = nil, input: [UInt8] = []
    ) throws -> Answer {
        try ProgramRun(
            executable: executable, arguments: arguments, namespace: namespace, name: name,
            environment: environment, input: input
        ).answer()
    }

    /// Calls a plugin for a pod of this network, as a runtime does.
    func call(
        _ implementation: Implementation, _ command: CNICommand, _ configuration: JSON,
        pod: String, interface: String = "eth0", plugin: String? = nil, namespace: String? = nil,
        arguments: String = ""
    ) throws -> Answer {
        var configuration = configuration
        if configuration["ipam"] != nil {
            configuration["ipam"]?["dataDir"] = .string(state)
        }
        let plugin = plugin ?? configuration["type"]?.string ?? ""
        return try run(
            try implementation.executable(plugin), [], in: host, calledAs: plugin,
            environment: [
                "CNI_COMMAND=\(command.rawValue)", "CNI_CONTAINERID=\(pod)",
                "CNI_NETNS=\(namespace ?? path(pod))", "CNI_IFNAME=\(interface)",
                "CNI_PATH=\(Implementation.referenceFolder)", "CNI_ARGS=\(arguments)",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            ], input: configuration.serialized())
    }

    /// What a tool prints as JSON in a namespace.
    func list(_ words: [String], in namespace: NetworkNamespace) throws -> [JSON] {
        let answer = try run("/usr/sbin/ip", ["-j", "-d"] + words, in: namespace)
        try #require(answer.status == 0, "ip \(words): \(answer.diagnostics)")
        return answer.json.array ?? []
    }

    /// The rules and sets of the host.
    func ruleset() throws -> String {
        let answer = try run("/usr/sbin/nft", ["list", "ruleset"], in: host)
        try #require(answer.status == 0, "nft list ruleset: \(answer.diagnostics)")
        return answer.text
    }

    /// Whether an address answers a ping from a namespace.
    func pings(_ address: String, from namespace: NetworkNamespace) throws -> Bool {
        try run(
            "/usr/bin/ping", ["-c", "1", "-i", "0.2", "-W", "3", address], in: namespace
        ).status == 0
    }

    /// The address files of a network's state.
    func reservations(_ network: String) throws -> [String] {
        guard Files.exists("\(state)/\(network)") else { return [] }
        return try Files.list("\(state)/\(network)").sorted().filter {
            $0 != "lock" && !$0.hasPrefix("last_reserved_ip")
        }
    }

    /// The names of the host's ends of pairs.
    func hostLinks() throws -> [String] {
        try list(["link", "show", "type", "veth"], in: host).compactMap { $0["ifname"]?.string }
    }
}
