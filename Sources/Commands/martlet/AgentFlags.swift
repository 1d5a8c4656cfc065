import ArgumentParser
import LinuxSystem
import NetworkAddress
import NodeAgent

/// The flags of `martlet agent` about its node and pods, named as the kubelet's are.
struct AgentFlags: ParsableArguments {
    @Option(help: "The node's name (default: the machine's).")
    var nodeName: String?

    @Option(help: "The node's addresses, with commas (default: those that its name leads to).")
    var nodeIp = ""

    @Option(help: "Where pods' volumes and files are.")
    var rootDir = "/var/lib/kubelet"

    @Option(help: "Where pods' logs are (default: /var/log/pods; logs/ in another --root-dir).")
    var podLogsDir: String?

    @Option(help: "The cluster's DNS servers, with commas.")
    var clusterDns = ""

    @Option(help: "The cluster's domain.")
    var clusterDomain = "cluster.local"

    @Option(help: "The file of the node's own resolver.")
    var resolvConf = "/etc/resolv.conf"

    @Option(help: "Whether the Node is made when it is missing.")
    var registerNode = true

    @Option(help: "Further labels of the node: a=b,c=d.")
    var nodeLabels = ""

    @Option(help: "Taints of a node that is made: key=value:NoSchedule,…")
    var registerWithTaints = ""

    @Option(help: "How many pods the node takes.")
    var maxPods = 110

    @Option(help: "What the node is said to have: cpu=4,memory=8Gi.")
    var nodeCapacity = ""

    @Option(help: "The port for logs, commands and forwarded ports.")
    var port = 10_250

    @Option(help: "How often volumes follow their objects.")
    var syncFrequency = DurationArgument(.seconds(60))

    @Option(help: "How often the node's state is looked at, and told when it changed.")
    var nodeStatusUpdateFrequency = DurationArgument(.seconds(10))

    @Option(help: "How long the node's lease holds; it is renewed four times meanwhile.")
    var nodeLeaseDurationSeconds = 40

    @Option(help: "The longest pause between restarts of a container.")
    var maxContainerRestartPeriod = DurationArgument(.seconds(300))

    /// What the flags say.
    func options() throws -> NodeAgentOptions {
        let name = nodeName ?? CurrentProcess.hostname.lowercased()
        var options = NodeAgentOptions(nodeName: name, addresses: try addresses(of: name))
        options.rootDirectory = rootDir
        let usual = rootDir == "/var/lib/kubelet" ? "/var/log/pods" : rootDir + "/logs"
        options.logDirectory = podLogsDir ?? usual
        options.resolverFile = resolvConf
        options.clusterDNS = ServerOptions.list(clusterDns)
        for server in options.clusterDNS where IPAddress(server) == nil {
            throw ValidationError("--cluster-dns: \(server) is no address")
        }
        options.clusterDomain = clusterDomain
        options.registersNode = registerNode
        options.labels = try pairs(nodeLabels, "--node-labels")
        options.capacity = try pairs(nodeCapacity, "--node-capacity")
        options.taints = try ServerOptions.list(registerWithTaints).map { text in
            guard let taint = NodeTaint(parsing: text) else {
                throw ValidationError(
                    "--register-with-taints: \(text) is no taint, as key=value:NoSchedule")
            }
            return taint
        }
        options.maximumPods = maxPods
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port: expected 0 to 65535, found \(port)")
        }
        options.port = port
        options.syncInterval = syncFrequency.duration
        options.statusInterval = nodeStatusUpdateFrequency.duration
        guard nodeLeaseDurationSeconds > 0, options.statusInterval > .zero else {
            throw ValidationError(
                "--node-lease-duration-seconds, --node-status-update-frequency: 0 is too little"
            )
        }
        options.leaseDuration = nodeLeaseDurationSeconds
        options.backoff.longest = maxContainerRestartPeriod.duration
        options.backoff.first = min(options.backoff.first, options.backoff.longest)
        return options
    }

    private func addresses(of name: String) throws -> [IPAddress] {
        let given = try ServerOptions.list(nodeIp).map { text in
            guard let address = IPAddress(text) else {
                throw ValidationError("--node-ip: \(text) is no address")
            }
            return address
        }
        if !given.isEmpty { return given }
        let found = ((try? NameLookup.addresses(of: name)) ?? []).filter { !$0.isLoopback }
        guard let first = found.first else {
            throw ValidationError("--node-ip: \(name) leads to no address; say the node's")
        }
        return [first]
    }

    private func pairs(_ text: String, _ flag: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for pair in ServerOptions.list(text) {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard let key = parts.first, !key.isEmpty, pair.contains("=") else {
                throw ValidationError("\(flag): \(pair) is no key=value")
            }
            pairs[key] = parts.count > 1 ? parts[1] : ""
        }
        return pairs
    }
}
