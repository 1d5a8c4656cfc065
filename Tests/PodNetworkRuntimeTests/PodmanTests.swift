import PodNetworkTesting
import Testing

/// podman's containers, with our plugins in the network that podman itself writes.
@Suite(.serialized) struct PodmanTests {
    /// Runs a body with a node, which goes away with it.
    func withNode(_ body: (PodmanNode) async throws -> Void) async throws {
        let node = try await PodmanNode.start()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(node))
        } catch {
            result = .failure(error)
        }
        try node.stop()
        try result.get()
    }

    /// The node's links, but for bridges.
    func links(_ node: PodmanNode) throws -> Int {
        try node.run(["ip", "-o", "link", "show", "type", "veth"]).split(separator: "\n").count
    }

    @Test func `run with a published port, restart, stop, start, remove`() async throws {
        try await withNode { node in
            try node.podman("network", "create", "--subnet", "10.89.7.0/24", "web")
            try node.serve("one", "--network", "web", "--publish", "8080:80")
            try node.serve("two", "--network", "web", "--publish", "127.0.0.1:8081:80")
            let address = try node.address(of: "one")
            #expect(node.held("web").count == 2 && node.held("web").contains(address))
            try await node.answers(address, 80, "one")
            try await node.answers("127.0.0.1", 8080, "one")
            try await node.answers("10.89.7.1", 8080, "one")
            try await node.answers("127.0.0.1", 8081, "two")
            #expect(try node.answer("10.89.7.1", 8081) == "")
            let names = try node.podman(
                "exec", "two", "sh", "-c", "nc -w 3 \(address) 80 </dev/null")
            #expect(names.hasPrefix("one"))

            try node.podman("restart", "--time", "0", "one")
            try await node.answers("127.0.0.1", 8080, "one")
            #expect(node.held("web").count == 2)
            try node.podman("stop", "--time", "0", "one")
            #expect(node.held("web").count == 1)
            #expect(try links(node) == 1)
            #expect(try node.answer("127.0.0.1", 8080) == "")
            try node.podman("start", "one")
            try await node.answers("127.0.0.1", 8080, "one")
            try node.podman("rm", "--force", "--time", "0", "one", "two")
            #expect(node.held("web").isEmpty)
            #expect(try links(node) == 0)
            try node.serve("three", "--network", "web", "--publish", "8080:80")
            try await node.answers("127.0.0.1", 8080, "three")
            try node.podman("rm", "--force", "--time", "0", "three")
        }
    }

    @Test func `a container in two networks, an address and a hardware address asked for`()
        async throws
    {
        try await withNode { node in
            for number in [7, 8] {
                try node.podman(
                    "network", "create", "--subnet", "10.89.\(number).0/24", "--ipv6",
                    "--subnet", "fd00:89:\(number)::/64", "net-\(number)")
            }
            try node.serve(
                "both", "--network", "net-7:ip=10.89.7.77,mac=02:11:22:33:44:55", "--network",
                "net-8")
            #expect(node.held("net-7").contains("10.89.7.77"))
            try await node.answers("10.89.7.77", 80, "both")
            let links = try node.podman("exec", "both", "ip", "-o", "link")
            #expect(links.contains("02:11:22:33:44:55"))
            try node.podman("network", "disconnect", "net-8", "both")
            #expect(node.held("net-8").isEmpty)
            try await node.answers("10.89.7.77", 80, "both")
            try node.podman("network", "connect", "net-8", "both")
            #expect(node.held("net-8").count == 2)
            try node.podman("rm", "--force", "--time", "0", "both")
            #expect(node.held("net-7").isEmpty && node.held("net-8").isEmpty)
            #expect(try self.links(node) == 0)
        }
    }

    @Test func `the list that cni/ ships for podman is a network of it`() async throws {
        try await withNode { node in
            try node.installList()
            let networks = try node.podman("network", "ls", "--format", "{{.Name}}")
            #expect(networks.split(separator: "\n").contains("martlet"))
            try node.serve("one", "--network", "martlet", "--publish", "8080:80")
            try node.serve(
                "two", "--network", "martlet", "--ip", "10.90.0.77", "--mac-address",
                "02:11:22:33:44:55")
            try await node.answers("127.0.0.1", 8080, "one")
            try await node.answers("10.90.0.77", 80, "two")
            let links = try node.podman("exec", "two", "ip", "-o", "link")
            #expect(links.contains("02:11:22:33:44:55"))
            try node.podman("restart", "--time", "0", "one")
            try await node.answers("127.0.0.1", 8080, "one")
            try node.podman("rm", "--force", "--time", "0", "one", "two")
            #expect(node.held("martlet").isEmpty)
            #expect(try self.links(node) == 0)
            let rules = try node.run(["nft", "list", "ruleset"])
            #expect(!rules.contains("8080") && !rules.contains("10.90.0.77"), "\(rules)")
        }
    }

    @Test func `what the reference plugins started is stopped by ours, and the other way round`()
        async throws
    {
        try await withNode { node in
            func serve(_ name: String, _ port: Int) throws {
                try node.serve(name, "--network", "web", "--publish", "\(port):80")
            }
            try node.podman("network", "create", "--subnet", "10.89.7.0/24", "web")
            try node.install(.reference)
            try serve("theirs", 8080)
            try node.install(.ours)
            try serve("ours", 8081)
            try await node.answers("127.0.0.1", 8080, "theirs")
            try await node.answers("127.0.0.1", 8081, "ours")
            try node.podman("rm", "--force", "--time", "0", "theirs")
            #expect(node.held("web").count == 1)
            try await node.answers("127.0.0.1", 8081, "ours")
            try node.install(.reference)
            try node.podman("rm", "--force", "--time", "0", "ours")
            #expect(node.held("web").isEmpty)
            #expect(try links(node) == 0)
            try serve("theirs", 8082)
            try await node.answers("127.0.0.1", 8082, "theirs")
            try node.install(.ours)
            try node.podman("rm", "--force", "--time", "0", "theirs")
            // Its port was ours before, and the reference's DEL knew nothing of that.
            try serve("ours", 8081)
            try await node.answers("127.0.0.1", 8081, "ours")
            try node.podman("rm", "--force", "--time", "0", "ours")
            #expect(node.held("web").isEmpty)
            #expect(try links(node) == 0)
        }
    }
}
