import ContainerdTesting
import LinuxSystem
import Testing

/// A cluster of two nodes on one link, each with a containerd of its own, and a server beside the
/// first one.
///
///     node-1  192.168.77.1 ────────── 192.168.77.2  node-2
///     server :6443, registry :5000
final class ContainerdCluster: Sendable {
    let folder: String
    let nodes: [Node]
    private let programs: String
    private let running = Running()

    struct Node: Sendable {
        var name: String
        var addresses: String
        var network: String
        var runtime: ContainerdNode
    }

    /// Programs that run outside the nodes' own processes.
    private actor Running {
        private var children: [ChildProcess] = []

        func add(_ child: ChildProcess) { children.append(child) }

        func stop() throws {
            for child in children.reversed() { try child.stop() }
            children = []
        }
    }

    /// A cluster whose nodes are ready.
    static func start() async throws -> ContainerdCluster {
        let cluster = try ContainerdCluster()
        do {
            try await cluster.startServer()
            for node in cluster.nodes { try await cluster.startAgent(on: node) }
            try await poll("the nodes are ready", log: cluster.folder + "/server.log") {
                let ready = try await cluster.kubectl(
                    "get", "nodes", "-o",
                    "jsonpath={.items[*].status.conditions[?(@.type==\"Ready\")].status}")
                return ready == "True True"
            }
        } catch {
            cluster.printLogs()
            try await cluster.stop()
            throw error
        }
        return cluster
    }

    private init() throws {
        let folder = try Files.createTemporaryDirectory("martlet-cluster")
        self.folder = folder
        programs = try ContainerdNode.programs()
        nodes = try (1...2).map { number in
            let network = "\(folder)/network-\(number)"
            try NetworkNamespace.create(path: network)
            let runtime = try ContainerdNode(network: network) { folder in
                let registry = folder + "/registries/netlab.martlet.dev"
                try Files.createDirectories(registry)
                let address = "http://192.168.77.1:5000"
                try Files.writeAtomically(
                    registry + "/hosts.toml", Array("[host.\"\(address)\"]\n".utf8))
            }
            return Node(
                name: "node-\(number)", addresses: "192.168.77.\(number),fd00:77::\(number)",
                network: network, runtime: runtime)
        }
        try connect()
    }

    /// Lays the link between the nodes.
    private func connect() throws {
        let (one, two) = (nodes[0], nodes[1])
        try ip(
            one, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns",
            two.network)
        for node in nodes {
            for address in node.addresses.split(separator: ",") {
                let length = address.contains(":") ? "/64" : "/24"
                try ip(node, "address", "add", address + length, "dev", "eth0", "nodad")
            }
            try ip(node, "link", "set", "eth0", "up")
        }
    }

    private func ip(_ node: Node, _ words: String...) throws {
        let words =
            words.last == "nodad" && words.contains { $0.contains(".") }
            ? words.dropLast() : words[...]
        try tool("/usr/bin/nsenter", ["--net=\(node.network)", "ip"] + words)
    }

    /// Ends everything and leaves nothing.
    func stop() async throws {
        try await running.stop()
        try await inBackground { [self] in
            for node in nodes {
                try node.runtime.stop()
                try NetworkNamespace.remove(path: node.network)
            }
            try Files.removeTree(folder)
        }
    }

    func printLogs() {
        let files =
            ["\(folder)/server.log"]
            + nodes.flatMap {
                ["\($0.runtime.folder)/agent.log", "\(folder)/\($0.name).proxy.log"]
            }
        for file in files {
            print("—— \(file)\n\((try? Files.readText(file))?.suffix(6000) ?? "")")
        }
    }
}

extension ContainerdCluster {
    private func startServer() async throws {
        try await start(
            "server", in: nodes[0], "martlet",
            [
                "server", "--data-dir", folder + "/server", "--bind-address", "192.168.77.1",
                "--advertise-address", "192.168.77.1",
                "--service-cluster-ip-range", "10.96.0.0/16,fd00:10:96::/112",
                "--cluster-cidr", "10.244.0.0/16,fd00:10:244::/48", "--allocate-node-cidrs=true",
            ])
        let images = folder + "/images"
        let programs = programs
        try await inBackground {
            let script = ContainerdNode.scripts + "/images.py"
            try tool("/usr/bin/env", ["python3", script, images, programs])
        }
        let registry = Files.directory(of: #filePath) + "/registry.py"
        try nodes[0].runtime.start(
            "registry", "python3", registry, images, "192.168.77.1", "5000")
        try await poll("the server makes identities", log: folder + "/server.log") {
            guard (try? writeIdentity(of: "kubernetes-admin", group: nil, to: admin)) != nil
            else { return false }
            return (try? await kubectl("get", "namespaces")) != nil
        }
    }

    private var admin: String { folder + "/admin.kubeconfig" }

    private func writeIdentity(of user: String, group: String?, to path: String) throws {
        let text = try tool(
            programs + "/martlet",
            [
                "kubeconfig", "--data-dir", folder + "/server", "--server",
                "https://192.168.77.1:6443", "--user", user,
            ] + (group.map { ["--group", $0] } ?? []))
        try Files.writeAtomically(path, Array(text.utf8), mode: 0o600)
    }

    /// Starts a node's agent and proxy.
    private func startAgent(on node: Node) async throws {
        try await node.runtime.waitUntilReady(network: false)
        try await inBackground { try node.runtime.importImages() }
        let identity = "\(folder)/\(node.name).kubeconfig"
        try writeIdentity(of: "system:node:\(node.name)", group: "system:nodes", to: identity)
        try runAgent(on: node)
        let proxy = "\(folder)/\(node.name).proxy.kubeconfig"
        try writeIdentity(of: "system:kube-proxy", group: "system:node-proxier", to: proxy)
        try await start(
            "\(node.name).proxy", in: node, "svcproxy",
            [
                "sync", "--node", node.name, "--cluster-cidr", "10.244.0.0/16,fd00:10:244::/48",
                "--kubeconfig", proxy,
            ])
    }

    /// Starts a node's agent, also again.
    func runAgent(on node: Node) throws {
        let folder = node.runtime.folder
        try node.runtime.start(
            "agent",
            [
                programs + "/martlet", "agent",
                "--kubeconfig", "\(self.folder)/\(node.name).kubeconfig",
                "--node-name", node.name, "--node-ip", node.addresses,
                "--runtime", "cri", "--container-runtime-endpoint",
                "unix://" + node.runtime.socket, "--root-dir", folder + "/agent",
                "--install-cni", "--cni-conf-dir", folder + "/net.d",
                "--cni-bin-dir", folder + "/bin", "--cni-data-dir", folder + "/addresses",
                "--cluster-dns", "10.96.0.10", "--cluster-domain", "cluster.local",
                "--node-status-update-frequency", "1s",
            ])
    }

    private func start(
        _ name: String, in node: Node, _ program: String, _ arguments: [String]
    ) async throws {
        let log = try Descriptor(
            opening: "\(folder)/\(name).log", [.writeOnly, .create, .append])
        var child = ChildProcess.Program(
            "/usr/bin/nsenter", ["--net=\(node.network)", "\(programs)/\(program)"] + arguments)
        child.input = .null
        child.output = .descriptor(log.rawValue)
        child.error = .descriptor(log.rawValue)
        child.startsSession = true
        await running.add(try ChildProcess.spawn(child))
    }

    /// What kubectl prints.
    @discardableResult
    func kubectl(_ words: String...) async throws -> String {
        let arguments =
            ["--net=\(nodes[0].network)", "kubectl", "--kubeconfig", admin] + words
        return try await inBackground { try tool("/usr/bin/nsenter", arguments) }
    }
}
