import Foundation
import JSON
import KubernetesClient
import LinuxSystem
import Nftables

/// EndpointSlice → the kernels of three nodes, and apply → first answer by name, in a lab.
struct Programming {
    private static let lab = "bench"
    private static let changes = 200
    private static let rounds = 10

    func run() async throws {
        let folder = try Files.createTemporaryDirectory("bench-cluster", in: "/var/tmp")
        defer {
            _ = try? Programs.run("netlab", ["down", Self.lab, "--state", folder + "/labs"])
            try? Files.removeTree(folder)
        }
        let state = folder + "/labs"
        try Programs.run("netlab", ["up", "--name", Self.lab, "--state", state])
        var access = try Kubeconfig(paths: "\(state)/\(Self.lab)/server/admin.kubeconfig").access()
        access.server = "https://192.168.50.10:6443"
        let found = access
        let namespace = try NetworkNamespace(name: "netlab.\(Self.lab).host.control")
        let cluster = Cluster(
            client: try namespace.run { try APIClient(found, hasOwnThread: true) })
        try await program(cluster)
        try await answer(cluster, folder: folder, state: state)
        await cluster.client.close()
    }

    /// The endpoint of a Service is replaced; the kernels' own events tell when each node has it.
    private func program(_ cluster: Cluster) async throws {
        let services = "/api/v1/namespaces/default/services"
        let slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"
        try await cluster.post(
            services,
            ["metadata": ["name": "bench"], "spec": ["ports": [["port": 80]]]])
        func endpoints(_ number: Int) -> JSON {
            [["addresses": [.string("10.250.0.\(number % 250 + 1)")]]]
        }
        try await cluster.post(
            slices,
            [
                "metadata": [
                    "name": "bench", "labels": ["kubernetes.io/service-name": "bench"],
                ],
                "addressType": "IPv4", "ports": [["port": 80, "protocol": "TCP"]],
                "endpoints": endpoints(0),
            ])
        try await Task.sleep(for: .seconds(2))
        var first = Times()
        var last = Times()
        for number in 1...Self.changes {
            let monitors = try (1...3).map { node in
                try NftablesMonitor(
                    in: NetworkNamespace(name: "netlab.\(Self.lab).node.node-\(node)"))
            }
            let start = MonotonicClock.nanoseconds
            async let done = Self.changed(monitors)
            try await cluster.merge(slices + "/bench", ["endpoints": endpoints(number)])
            let times = try await done.map { $0 > start ? $0 - start : 0 }.sorted()
            first.add(times[0])
            last.add(times[2])
        }
        print("EndpointSlice written → in the kernel")
        print("  of the first of three nodes: \(first.text)")
        print("  of all three nodes:          \(last.text)\n")
    }

    /// When each kernel's ruleset changed.
    private static func changed(_ monitors: [NftablesMonitor]) async throws -> [UInt64] {
        try await withThrowingTaskGroup(of: UInt64.self) { group in
            for monitor in monitors {
                group.addTask {
                    guard try !monitor.receive(timeout: .seconds(20)).isEmpty else {
                        throw BenchError("a node did not change its kernel within 20 s")
                    }
                    return MonotonicClock.nanoseconds
                }
            }
            var times: [UInt64] = []
            for try await time in group { times.append(time) }
            return times
        }
    }

    /// A Deployment of one pod and its Service are written; a pod asks by name until answered.
    private func answer(_ cluster: Cluster, folder: String, state: String) async throws {
        var times = Times()
        for round in 1...Self.rounds {
            let name = "first\(round)"
            let start = MonotonicClock.nanoseconds
            async let answered = Self.firstAnswer(name, state)
            try await apply(name, cluster)
            times.add(try await answered - start)
        }
        print("Deployment and Service written → first answer by name: \(times.text)")
    }

    private func apply(_ name: String, _ cluster: Cluster) async throws {
        let labels: JSON = ["app": .string(name)]
        func field(_ path: String) -> JSON { ["fieldRef": ["fieldPath": .string(path)]] }
        let container: JSON = [
            "name": "web", "image": "netlab.martlet.dev/responder", "args": ["80/tcp"],
            "env": [
                ["name": "POD_NAME", "valueFrom": field("metadata.name")],
                ["name": "NODE_NAME", "valueFrom": field("spec.nodeName")],
            ],
            "ports": [["containerPort": 80]],
        ]
        try await cluster.post(
            "/apis/apps/v1/namespaces/default/deployments",
            [
                "metadata": ["name": .string(name)],
                "spec": [
                    "selector": ["matchLabels": labels],
                    "template": [
                        "metadata": ["labels": labels], "spec": ["containers": [container]],
                    ],
                ],
            ])
        try await cluster.post(
            "/api/v1/namespaces/default/services",
            [
                "metadata": ["name": .string(name)],
                "spec": ["selector": labels, "ports": [["port": 80]]],
            ])
    }

    private static func firstAnswer(_ name: String, _ state: String) async throws -> UInt64 {
        let netlab = try Programs.path("netlab")
        // One process asks again and again, each time anew: a name, a connection, an answer.
        let process = Process()
        process.executableURL = URL(filePath: netlab)
        process.arguments = [
            "exec", "client", "--lab", lab, "--state", state, "--", netlab, "request",
            "http://\(name).default.svc.cluster.local", "--count", "0",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        var text = ""
        while true {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BenchError("the requests ended: \(text)") }
            text += String(decoding: piece, as: UTF8.self)
            if text.contains(" ok ") { return MonotonicClock.nanoseconds }
        }
    }
}
