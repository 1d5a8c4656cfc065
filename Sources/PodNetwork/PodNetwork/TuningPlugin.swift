import CNIProtocol
import RouteNetlink

/// The plugin `tuning`: settings of a pod's kernel and of its interface; chained behind the plugin
/// that makes the interface.
struct TuningPlugin: CNIPlugin {
    let invocation: CNIInvocation
    let configuration: NetworkConfiguration

    private func tuning() throws(CNIError) -> PodTuning {
        let options = try TuningConfiguration(
            configuration, arguments: invocation.arguments,
            interface: invocation.interfaceName)
        return PodTuning(
            options: options, folder: try TuningFolder(configuration),
            network: configuration.name, attachment: attachment,
            pod: try PodNamespace(path: invocation.namespacePath))
    }

    func add() throws(CNIError) -> CNIResult {
        try invocation.arguments.require(onlyKnown: ["IP", "MAC"])
        let result = try configuration.requirePreviousResult()
        let tuning = try tuning()
        try TuningAllowlist.ofNode()?.require(tuning.options.settings)
        try tuning.apply()
        return tuning.updated(result)
    }

    /// Brings back what the interface was, where the pod has it still; a pod's own link may be the
    /// node's, which goes back there. Settings go with their namespace.
    func delete() throws(CNIError) {
        let folder = try TuningFolder(configuration)
        if let backup = folder.read(attachment),
            let pod = try PodNamespace(ifPresent: invocation.namespacePath)
        {
            try CNIError.applying("restore \(attachment)") {
                guard let link = try pod.socket.link(named: attachment.interfaceName) else {
                    return
                }
                try pod.socket.set(link.index, backup.change)
            }
        }
        try folder.remove(attachment)
    }

    func check() throws(CNIError) {
        _ = try configuration.requirePreviousResult()
        try CNIError.requireNone(try tuning().discrepancies())
    }

    func collect(keeping valid: Set<Attachment>) throws(CNIError) {
        try CNIError.throwing(
            try TuningFolder(configuration).collect(
                network: configuration.name, keeping: valid))
    }

    /// Nothing can be missing but what only a pod's namespace shows.
    func requireReadiness() throws(CNIError) {
        _ = try TuningConfiguration(
            configuration, arguments: CNIArguments(), interface: "eth0")
        _ = try TuningFolder(configuration)
    }
}
