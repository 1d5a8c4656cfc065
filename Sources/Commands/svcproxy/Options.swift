import ArgumentParser
import NetworkAddress
import ServiceProxy

/// What several subcommands take.
struct Options: ParsableArguments {
    @Option(help: "A file or folder of Kubernetes manifests.")
    var from: String

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

    var console: Console { Console(isVerbose: verbose) }

    func configuration() throws -> ProxyConfiguration {
        try ConfigurationSources(
            file: config, node: node, clusterCIDR: clusterCidr,
            nodePortAddresses: nodeportAddresses
        ).read(console)
    }
}
