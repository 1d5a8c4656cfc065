import CNIProtocol
import JSON
import KubernetesAPI
import LinuxSystem
import NetworkAddress

/// Calls CNI plugins exactly as a container runtime does: the environment, the configuration with
/// name, version and previous result put in, plugins in their order and for DEL against it.
///
/// Source: CNI specification 1.1.0, sections 3 and 4; containerd for the arguments and loopback.
struct NetworkRuntime: Sendable {
    /// Which attachment: a container's interface.
    struct Attachment: Hashable, Sendable {
        var containerID: String
        var namespacePath: String
        var interface: String
        var pod: PodKey
        var uid: String

        /// `CNI_ARGS`, in containerd's order.
        var arguments: String {
            [
                "IgnoreUnknown=1", "K8S_POD_NAMESPACE=\(pod.namespace)", "K8S_POD_NAME=\(pod.name)",
                "K8S_POD_INFRA_CONTAINER_ID=\(containerID)", "K8S_POD_UID=\(uid)",
            ].joined(separator: ";")
        }
    }

    /// `CNI_PATH`.
    var searchPath: [String]
    /// The network namespace that plugins run in: the node's.
    var nodeNamespace: String
    /// Where results are kept for DEL.
    var resultsFolder: String
    /// Plugins' standard error.
    var log: String

    /// Runs ADD through a list of plugins.
    /// - Returns: the last plugin's result.
    func add(_ list: JSON, _ attachment: Attachment) throws -> CNIResult {
        var previous: JSON?
        for plugin in list["plugins"]?.array ?? [] {
            let input = configuration(plugin, of: list, previous: previous)
            let output = try call("ADD", plugin, input, attachment)
            previous = try during("\(name(of: plugin)) ADD of \(attachment.pod): its result") {
                try JSON(parsing: output)
            }
        }
        guard let previous else { throw LabError("a network's list of plugins is empty") }
        let bytes = previous.serialized()
        try Files.writeAtomically(resultFile(list, attachment), bytes, mode: 0o600)
        return try during("result of ADD for \(attachment.pod)") { try CNIResult(parsing: bytes) }
    }

    /// Runs DEL through a list of plugins, the last one first. Goes on past errors.
    func delete(_ list: JSON, _ attachment: Attachment) -> [LabError] {
        let file = resultFile(list, attachment)
        let previous = try? JSON(parsing: Files.read(file))
        var errors: [LabError] = []
        for plugin in (list["plugins"]?.array ?? []).reversed() {
            let input = configuration(plugin, of: list, previous: previous)
            do {
                _ = try call("DEL", plugin, input, attachment)
            } catch {
                errors.append(LabError("DEL of \(attachment.pod)", cause: error))
            }
        }
        if Files.exists(file) { try? Files.remove(file) }
        return errors
    }

    private func resultFile(_ list: JSON, _ attachment: Attachment) -> String {
        let network = list["name"]?.string ?? ""
        return "\(resultsFolder)/\(network)-\(attachment.containerID)-\(attachment.interface)"
    }

    private func name(of plugin: JSON) -> String { plugin["type"]?.string ?? "" }

    /// What goes to a plugin's standard input.
    func configuration(_ plugin: JSON, of list: JSON, previous: JSON?) -> JSON {
        var object = JSONObject()
        object.add("cniVersion", ifPresent: list["cniVersion"])
        object.add("name", ifPresent: list["name"])
        for member in plugin.object?.members ?? [] where member.key != "capabilities" {
            object[member.key] = member.value
        }
        object.add("prevResult", ifPresent: previous)
        return .object(object)
    }

    private func call(
        _ command: String, _ plugin: JSON, _ input: JSON, _ attachment: Attachment
    ) throws -> [UInt8] {
        let type = name(of: plugin)
        let candidates = searchPath.map { "\($0)/\(type)" }
        guard let executable = candidates.first(where: { Files.exists($0) }) else {
            throw LabError("plugin \"\(type)\" is in none of \(searchPath.joined(separator: ", "))")
        }
        var launch = Launch(executable, [])
        launch.environment = [
            "CNI_COMMAND": command, "CNI_CONTAINERID": attachment.containerID,
            "CNI_NETNS": attachment.namespacePath, "CNI_IFNAME": attachment.interface,
            "CNI_ARGS": attachment.arguments, "CNI_PATH": searchPath.joined(separator: ":"),
            "PATH": Launch.machinePath, "SWIFT_BACKTRACE": "enable=no",
        ]
        launch.namespace = nodeNamespace
        let outcome = try launch.run(
            input: input.serialized(), limit: .seconds(30), diagnostics: log)
        guard outcome.status == 0 else {
            let failure = (try? JSONDocument(parsing: outcome.output)).flatMap { CNIError($0.root) }
            let reason = failure?.description ?? "exit status \(outcome.status)"
            throw LabError("\(type) \(command): \(reason)", at: "\(attachment.pod)")
        }
        return outcome.output
    }
}
