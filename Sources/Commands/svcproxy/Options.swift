import ArgumentParser
import KubernetesFiles
import LinuxSystem
import NetworkAddress
import ProxySettings
import ServiceProxy

/// What several subcommands take.
struct Options: ParsableArguments {
    @Option(
        name: [.customLong("from"), .customLong("objects")],
        help: "A file or folder of Kubernetes manifests.")
    var from: [String] = []

    @Option(
        help: "Follow the API server of a kubeconfig. Default: the configuration's, or a pod's.")
    var kubeconfig: String?

    @Option(help: "Follow the API server at this URL; overrides the kubeconfig's.")
    var master: String?

    @Option(help: "This node's name. Default: the configuration's hostnameOverride, or the host's.")
    var node: String?

    @Option(help: "A KubeProxyConfiguration file.")
    var config: String?

    @Option(help: "Where pods' addresses come from: prefixes, separated by commas.")
    var clusterCidr: String?

    @Option(
        help: "Where node ports answer: primary, or prefixes separated by commas.")
    var nodeportAddresses: String?

    @Flag(name: .shortAndLong, help: "Tell each synchronisation.")
    var verbose = false

    /// The manifests' path. `explain --from` may also say an address.
    private var manifests: String? { from.last { IPAddress($0) == nil } }

    /// The address that `explain --from` says.
    var sourceAddress: String? { from.last { IPAddress($0) != nil } }

    var console: Console { Console(isVerbose: verbose) }

    func origin(_ configuration: ProxyConfiguration) throws -> ObjectOrigin {
        var options = ObjectOrigin.Options(from: manifests, kubeconfig: kubeconfig, master: master)
        if options.isEmpty { options.kubeconfig = configuration.kubeconfig }
        return try ObjectOrigin(options, environment: Environment.value)
    }

    func configuration() throws -> ProxyConfiguration {
        try ConfigurationSources(
            file: config, node: node, clusterCIDR: clusterCidr,
            nodePortAddresses: nodeportAddresses
        ).read(announce: console.say)
    }
}
