import ContainerRuntime
import ContainerdTesting
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Pods of containerd with host ports and bandwidth, by the lists that `cni/` ships.
@Suite(.serialized) struct ContainerdTests {
    /// The lists, each with the plugins that it names.
    static let lists = [Shipped.hostPorts, .martlet]

    func withNode(
        _ list: Shipped, _ body: (ContainerdNode) async throws -> Void
    ) async throws {
        let node = try await ContainerdNode.start(
            network: try list.text, plugins: Shipped.pluginNames)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(node))
        } catch {
            result = .failure(error)
        }
        try await inBackground { try node.stop() }
        try result.get()
    }

    /// A pod that answers its name at a port of the node.
    func serve(
        _ name: String, port: UInt16, attempt: Int = 0, on node: ContainerdNode
    ) async throws -> TestPod {
        let pod = try await TestPod(on: node, name) {
            $0.attempt = attempt
            $0.portMappings = [.init(transport: "TCP", containerPort: 80, hostPort: port)]
            $0.annotations = [
                "kubernetes.io/ingress-bandwidth": "100M",
                "kubernetes.io/egress-bandwidth": "100M",
            ]
        }
        _ = try await pod.start(
            "while true; do echo \(name) | nc -l -p 80; done", attempt: attempt)
        try await answers(port, name, on: node)
        return pod
    }

    /// What a port of the node answers in the node.
    func answer(_ port: UInt16, on node: ContainerdNode) throws -> String {
        try node.run("sh", "-c", "busybox nc -w 3 127.0.0.1 \(port) </dev/null 2>/dev/null || true")
            .filter { !$0.isNewline }
    }

    func answers(_ port: UInt16, _ text: String, on node: ContainerdNode) async throws {
        try await poll("port \(port) answers \(text)") { try answer(port, on: node) == text }
    }

    /// What pods have on the node: links, elements of rules, addresses held.
    func traces(_ node: ContainerdNode) throws -> [String] {
        let links = try node.run("ip", "-o", "link").split(separator: "\n").compactMap {
            $0.split(separator: " ").dropFirst().first.map(String.init)
        }.filter { $0.hasPrefix("veth") || $0.hasPrefix("bwp") }
        let held = try Files.list(node.addresses + "/martlet").filter {
            $0.first?.isNumber == true || $0.contains(":")
        }
        let rules = try node.run("nft", "list", "ruleset").split(separator: "\n").filter {
            $0.contains("10.244.0.") && !$0.contains("10.244.0.0")
        }
        return links + held + rules.map(String.init)
    }

    @Test(arguments: lists)
    func `pods are reached at the node's ports, restart, and outlive containerd`(
        list: Shipped
    ) async throws {
        try await withNode(list) { node in
            let one = try await serve("one", port: 8080, on: node)
            let two = try await serve("two", port: 8081, on: node)
            let links = try node.run("ip", "-o", "link")
            #expect(links.contains("bwp"), "\(links)")

            // A new sandbox for the pod, as the kubelet makes one.
            try await node.runtime.stopSandbox(one.sandbox)
            try await node.runtime.stopSandbox(one.sandbox)
            #expect(try answer(8080, on: node) == "")
            let again = try await serve("one", port: 8080, attempt: 1, on: node)
            try await node.runtime.removeSandbox(one.sandbox)
            try await answers(8080, "one", on: node)

            try node.killContainerd()
            try await answers(8080, "one", on: node)
            try await answers(8081, "two", on: node)
            try await node.restartContainerd()
            try await answers(8081, "two", on: node)
            let three = try await serve("three", port: 8082, on: node)
            for pod in [two, again, three] { try await pod.remove() }
            #expect(try traces(node) == [])
        }
    }

    @Test(arguments: lists)
    func `GC by hand removes what a lost pod left, and nothing of those that run`(
        list: Shipped
    ) async throws {
        try await withNode(list) { node in
            let kept = try await serve("kept", port: 8080, on: node)
            let before = try traces(node)
            let lost = try await serve("lost", port: 8081, on: node)
            // The pod's process and namespace go while nobody is there to call DEL.
            try node.killContainerd()
            try node.run("bash", "-euc", Self.loss, lost.sandbox, node.folder)
            try collect(list, keeping: kept.sandbox, on: node)
            let after = try traces(node)
            #expect(after.sorted() == before.sorted())
            try await answers(8080, "kept", on: node)
            try await node.restartContainerd()
            try await lost.remove()
            try await kept.remove()
            #expect(try traces(node) == [])
        }
    }

    /// Ends a sandbox's process and its namespace: `bash -c … ID FOLDER`.
    static let loss = """
        kill -9 "$(cat "$1/state/io.containerd.runtime.v2.task/k8s.io/$0/init.pid")"
        cached=$(echo /var/lib/cni/results/*"$0-eth0")
        netns=$(grep -o '/var/run/netns/cni-[0-9a-f-]*' "$cached" | head -1)
        umount "$netns"
        rm "$netns"
        """

    /// Calls every plugin of a list with GC, as a runtime that has it does.
    func collect(_ list: Shipped, keeping sandbox: String, on node: ContainerdNode) throws {
        for plugin in try list.json["plugins"]?.array ?? [] {
            var configuration = plugin
            configuration["cniVersion"] = "1.1.0"
            configuration["name"] = try list.json["name"]
            configuration["cni.dev/valid-attachments"] = [
                ["containerID": .string(sandbox), "ifname": "eth0"]
            ]
            let type = plugin["type"]?.string ?? ""
            let file = "\(node.folder)/gc.json"
            try Files.writeAtomically(file, configuration.serialized())
            try node.run(
                "env", "CNI_COMMAND=GC", "CNI_PATH=\(node.folder)/bin", "sh", "-c",
                "\(node.folder)/bin/\(type) < \(file)")
        }
    }
}
