import CNIProtocol
import ContainerRuntime
import JSON
import LinuxSystem
import NetworkAddress

/// Calls CNI plugins as a container runtime does: the environment, the configuration with name,
/// version and previous result put in, plugins in their order, and for DEL against it.
///
/// Source: CNI specification 1.1.0, sections 3 and 4; containerd for the arguments and loopback.
struct NetworkPlugins: Sendable {
    static let machinePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    /// What every runtime calls first, whatever the configurations say.
    static let loopback: JSON = [
        "cniVersion": "1.0.0", "name": "cni-loopback", "plugins": [["type": "loopback"]],
    ]

    /// One interface of a sandbox.
    struct Attachment: Sendable {
        var sandbox: String
        var interface: String
        /// The file of its namespace; empty once that is gone.
        var namespace: String
        var configuration: SandboxConfiguration
        /// Where what ADD was given and gave is kept for DEL.
        var record: String

        /// `CNI_ARGS`, in containerd's order.
        var arguments: String {
            [
                "IgnoreUnknown=1", "K8S_POD_NAMESPACE=\(configuration.namespace)",
                "K8S_POD_NAME=\(configuration.name)", "K8S_POD_INFRA_CONTAINER_ID=\(sandbox)",
                "K8S_POD_UID=\(configuration.uid)",
            ].joined(separator: ";")
        }
    }

    var configurationFolder: String
    var pluginFolders: [String]
    /// Where plugins run; nil: where the agent does.
    var nodeNamespace: String?

    /// The network: the first configuration of the folder, by name, that can be read.
    func list() throws -> JSON {
        let names = (try? Files.list(configurationFolder)) ?? []
        let candidates = names.filter { name in
            [".conflist", ".conf", ".json"].contains { name.hasSuffix($0) }
        }
        var problem: String?
        for name in candidates {
            let path = "\(configurationFolder)/\(name)"
            do {
                let json = try JSON(parsing: Files.read(path))
                if let plugins = json["plugins"]?.array, !plugins.isEmpty { return json }
                guard json["type"]?.string != nil else {
                    throw RuntimeError(.failed, "it names no plugin")
                }
                var list = JSONObject()
                list.add("cniVersion", ifPresent: json["cniVersion"])
                list.add("name", ifPresent: json["name"])
                list.add("plugins", .array([json]))
                return .object(list)
            } catch {
                problem = problem ?? "\(path): \(error)"
            }
        }
        throw RuntimeError(
            .failed, problem ?? "no network config found in \(configurationFolder)")
    }

    /// Runs ADD through a list of plugins.
    /// - Returns: the last plugin's result.
    func add(_ list: JSON, _ attachment: Attachment) throws -> CNIResult {
        // Before the first call, so that DEL finds it whatever happens.
        try Files.writeAtomically(attachment.record, list.serialized(), mode: 0o600)
        var previous: JSON?
        for plugin in list["plugins"]?.array ?? [] {
            let output = try call("ADD", plugin, of: list, previous: previous, attachment)
            previous = try JSON(parsing: output)
        }
        guard let previous else {
            throw RuntimeError(.failed, "the network's list of plugins is empty")
        }
        var kept = list
        kept["cni.martlet/result"] = previous
        try Files.writeAtomically(attachment.record, kept.serialized(), mode: 0o600)
        return try CNIResult(parsing: previous.serialized())
    }

    /// Runs DEL through the plugins that ADD was given, the last one first. Goes on past errors
    /// and throws the first; nothing happens when there was no ADD, or DEL is done.
    func delete(_ attachment: Attachment) throws {
        guard Files.exists(attachment.record) else { return }
        var list = try JSON(parsing: Files.read(attachment.record))
        let previous = list["cni.martlet/result"]
        list["cni.martlet/result"] = nil
        var failure: (any Error)?
        for plugin in (list["plugins"]?.array ?? []).reversed() {
            do {
                _ = try call("DEL", plugin, of: list, previous: previous, attachment)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        try Files.remove(attachment.record)
    }

    /// What goes to a plugin's standard input.
    static func input(
        _ plugin: JSON, of list: JSON, previous: JSON?, _ attachment: Attachment
    ) -> JSON {
        var object = JSONObject()
        object.add("cniVersion", ifPresent: list["cniVersion"])
        object.add("name", ifPresent: list["name"])
        for member in plugin.object?.members ?? [] where member.key != "capabilities" {
            object[member.key] = member.value
        }
        let mappings = attachment.configuration.portMappings
        if plugin["capabilities"]?["portMappings"]?.bool == true, !mappings.isEmpty {
            object["runtimeConfig"] = ["portMappings": .array(mappings.map(\.json))]
        }
        object.add("prevResult", ifPresent: previous)
        return .object(object)
    }

    private func call(
        _ command: String, _ plugin: JSON, of list: JSON, previous: JSON?,
        _ attachment: Attachment
    ) throws -> [UInt8] {
        let type = plugin["type"]?.string ?? ""
        let candidates = pluginFolders.map { "\($0)/\(type)" }
        guard !type.contains("/"), let path = candidates.first(where: { Files.exists($0) }) else {
            throw RuntimeError(
                .failed, "failed to find plugin \"\(type)\" in path \(pluginFolders)")
        }
        var program = ChildProcess.Program(path)
        program.environment = [
            "CNI_COMMAND=\(command)", "CNI_CONTAINERID=\(attachment.sandbox)",
            "CNI_NETNS=\(attachment.namespace)", "CNI_IFNAME=\(attachment.interface)",
            "CNI_ARGS=\(attachment.arguments)",
            "CNI_PATH=\(pluginFolders.joined(separator: ":"))", "PATH=\(Self.machinePath)",
            "SWIFT_BACKTRACE=enable=no",
        ]
        program.directory = "/"
        let node = try nodeNamespace.map { try NetworkNamespace(path: $0) }
        program.networkNamespace = node?.descriptor
        defer { withExtendedLifetime(node) {} }
        let input = Self.input(plugin, of: list, previous: previous, attachment)
        guard
            let run = try ProgramRun.run(
                program, input: input.serialized(), limit: .seconds(60))
        else {
            throw RuntimeError(.timedOut, "plugin type=\"\(type)\" \(command) took over a minute")
        }
        guard run.status == 0 else {
            let failure = (try? JSONDocument(parsing: run.output)).flatMap { CNIError($0.root) }
            let reason =
                failure?.description ?? "exit status \(run.status): \(run.complaint)"
            let verb = command == "ADD" ? "add" : "delete"
            throw RuntimeError(.failed, "plugin type=\"\(type)\" failed (\(verb)): \(reason)")
        }
        return run.output
    }
}
