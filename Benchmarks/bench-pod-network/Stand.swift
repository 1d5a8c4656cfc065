import JSON
import LinuxSystem
import NetworkAddress
import NodeRoutes
import RouteNetlink

/// Two nodes on a link, two pods each, made in one way.
final class Stand {
    let making: Making
    let path: Path
    let folder: String
    private(set) var nodes: [Node] = []

    init(_ making: Making, _ path: Path) throws {
        self.making = making
        self.path = path
        folder = try Files.createTemporaryDirectory("bench-cni")
        for number in [1, 2] {
            let pods = try (0..<2).map {
                try NetworkNamespace.create(path: "\(folder)/\(number)-\($0)")
            }
            nodes.append(
                Node(
                    number: number,
                    namespace: try NetworkNamespace.create(path: "\(folder)/node\(number)"),
                    pods: pods))
        }
        try connect()
        for index in nodes.indices {
            for pod in 0..<2 {
                let address =
                    making == .byHand ? try attachByHand(index, pod) : try attach(index, pod)
                nodes[index].podAddresses.append(address)
            }
        }
        if path != .bridge { try route() }
    }

    deinit {
        for node in nodes {
            for pod in 0..<2 {
                try? NetworkNamespace.remove(path: "\(folder)/\(node.number)-\(pod)")
            }
            try? NetworkNamespace.remove(path: "\(folder)/node\(node.number)")
        }
        try? Files.removeTree(folder)
    }

    /// Runs `ip` in a namespace.
    private func ip(_ words: String, in namespace: NetworkNamespace) throws {
        let arguments = words.split(separator: " ").map(String.init)
        var program = ChildProcess.Program("/usr/sbin/ip", arguments)
        program.networkNamespace = namespace.descriptor
        guard try ChildProcess.spawn(program).wait() == .exited(0) else {
            throw Failure("ip \(words) failed")
        }
    }

    private func connect() throws {
        let socket = try RouteSocket(in: nodes[0].namespace)
        try socket.createVeth(
            name: "up0", isUp: true, peerName: "up0",
            peerNamespace: nodes[1].namespace.descriptor)
        for node in nodes {
            try ip("link set up0 up", in: node.namespace)
            try ip("address add \(node.address)/24 dev up0", in: node.namespace)
            try node.namespace.run { try Sysctl.write("net/ipv4/ip_forward", "1") }
        }
    }

    private func attach(_ index: Int, _ pod: Int) throws -> IPAddress {
        let node = nodes[index]
        let configuration: JSON = [
            "cniVersion": "1.0.0", "name": "bench", "type": "bridge", "bridge": "cnio0",
            "isGateway": true, "ipMasq": false, "mtu": .int(path.mtu),
            "ipam": [
                "type": "host-local", "dataDir": .string("\(folder)/state\(node.number)"),
                "ranges": [[["subnet": .string(node.range)]]],
                "routes": [["dst": "0.0.0.0/0"]],
            ],
        ]
        let run = PluginRun(
            executable: try Rig.executable(making == .ours ? .ours : .reference, "bridge"),
            name: "bridge", host: node.namespace,
            environment: [
                "CNI_COMMAND=ADD", "CNI_CONTAINERID=pod-\(pod)", "CNI_IFNAME=eth0",
                "CNI_NETNS=\(folder)/\(node.number)-\(pod)", "CNI_PATH=/usr/lib/cni",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            ], input: configuration.serialized(), files: "\(folder)/add-\(node.number)-\(pod)")
        let result = try JSON(parsing: try run.run().output)
        guard let text = result["ips"]?.array?.first?["address"]?.string,
            let address = InterfaceAddress(text)
        else { throw Failure("ADD gave no address") }
        return address.address
    }

    private func attachByHand(_ index: Int, _ pod: Int) throws -> IPAddress {
        let node = nodes[index]
        let address = "10.128.\(node.number).\(pod + 2)"
        if pod == 0 {
            try ip("link add cnio0 mtu \(path.mtu) type bridge", in: node.namespace)
            try ip("address add 10.128.\(node.number).1/24 dev cnio0", in: node.namespace)
            try ip("link set cnio0 up", in: node.namespace)
        }
        try RouteSocket(in: node.namespace).createVeth(
            name: "veth\(pod)", mtu: path.mtu, isUp: true, peerName: "eth0",
            peerNamespace: node.pods[pod].descriptor)
        try ip("link set veth\(pod) master cnio0", in: node.namespace)
        try ip("link set eth0 up", in: node.pods[pod])
        try ip("address add \(address)/24 dev eth0", in: node.pods[pod])
        try ip("route add default via 10.128.\(node.number).1", in: node.pods[pod])
        guard let found = IPAddress(address) else { throw Failure(address) }
        return found
    }

    private func route() throws {
        for (node, other) in [(nodes[0], nodes[1]), (nodes[1], nodes[0])] {
            if making == .ours {
                let outcome = try NodeRoutes(path.mode, in: node.namespace).apply(
                    own: node.routed, others: [other.routed])
                if let problem = outcome.problems.first { throw Failure(problem) }
            } else if path == .routed {
                try ip("route add \(other.range) via \(other.address)", in: node.namespace)
            } else {
                try tunnelByHand(node, other)
            }
        }
    }

    private func tunnelByHand(_ node: Node, _ other: Node) throws {
        func mac(_ node: Node) -> String { "02:00:00:00:00:0\(node.number)" }
        try ip(
            "link add vx0 address \(mac(node)) mtu 1450 type vxlan id 1 dev up0 "
                + "local \(node.address) dstport 8472 nolearning", in: node.namespace)
        try ip("link set vx0 up", in: node.namespace)
        let gateway = "10.128.\(other.number).0"
        try ip(
            "neighbour add \(gateway) lladdr \(mac(other)) dev vx0 nud permanent",
            in: node.namespace)
        var program = ChildProcess.Program(
            "/usr/sbin/bridge",
            ["fdb", "add", mac(other), "dev", "vx0", "dst", other.address, "self", "permanent"])
        program.networkNamespace = node.namespace.descriptor
        guard try ChildProcess.spawn(program).wait() == .exited(0) else {
            throw Failure("bridge fdb failed")
        }
        try ip("route add \(other.range) via \(gateway) dev vx0 onlink", in: node.namespace)
    }
}
