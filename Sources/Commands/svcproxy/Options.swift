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

    @Option(
        name: [.long, .customLong("hostname-override")],
        help: "This node's name. Default: the configuration's hostnameOverride, or the host's.")
    var node: String?

    @Option(help: "A KubeProxyConfiguration file. Most flags are without effect beside one.")
    var config: String?

    @Option(
        help: "Only Services whose label service.kubernetes.io/service-proxy-name says this.")
    var serviceProxyName: String?

    @OptionGroup(title: "KUBE-PROXY'S FLAGS") var proxy: ProxyFlags

    @Flag(name: .shortAndLong, help: "Tell each synchronisation.")
    var verbose = false

    /// The manifests' path. `explain --from` may also say an address.
    private var manifests: String? { from.last { IPAddress($0) == nil } }

    /// The address that `explain --from` says.
    var sourceAddress: String? { from.last { IPAddress($0) != nil } }

    var console: Console { Console(isVerbose: verbose || (proxy.v ?? 0) >= 4) }

    /// Where to say things, also by the verbosity that a file asks for.
    func console(for configuration: ProxyConfiguration) -> Console {
        Console(isVerbose: verbose || configuration.verbosity >= 4)
    }

    func origin(_ configuration: ProxyConfiguration) throws -> ObjectOrigin {
        var options = ObjectOrigin.Options(from: manifests, kubeconfig: kubeconfig, master: master)
        if options.isEmpty { options.kubeconfig = configuration.kubeconfig }
        return try ObjectOrigin(options, environment: Environment.value)
    }

    func configuration() throws -> ProxyConfiguration {
        var flags = proxy.given
        flags["hostname-override"] = node
        return try ConfigurationSources(
            file: config, flags: flags, proxyName: serviceProxyName
        ).read(announce: console.say)
    }
}
