import Foundation
import JSON
import KubernetesClient
import LinuxSystem

/// Pod Ready → EndpointSlice at a watcher, in a cluster of 1,000 Services with ten pods each.
///
/// No node is there: the pods' status is written as a kubelet would.
struct Slices {
    private static let services = 1000
    private static let pods = 10
    private static let changes = 500
    private static let namespace = "/api/v1/namespaces/default"

    func run() async throws {
        let folder = try Files.createTemporaryDirectory("bench-cluster", in: "/var/tmp")
        defer { try? Files.removeTree(folder) }
        let port = 18_471
        let process = Process()
        process.executableURL = URL(filePath: try Programs.path("martlet"))
        process.arguments = [
            "server", "--data-dir", folder, "--secure-port", "0", "--insecure-port", "\(port)",
            "--advertise-address", "127.0.0.1",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let access = try ClusterAccess.master("http://127.0.0.1:\(port)")
        let cluster = Cluster(client: try APIClient(access))
        try await cluster.wait(for: "the server") {
            (try? await cluster.client.get("/api/v1/namespaces/default/serviceaccounts/default"))
                != nil
        }
        try await fill(cluster)
        print("1,000 Services, 10,000 pods: Ready written → EndpointSlice at a watcher")
        try await measure(cluster, "  one after the other", atOnce: 1)
        try await measure(cluster, "  20 at once         ", atOnce: 20)
        let memory =
            try Files.readText("/proc/\(process.processIdentifier)/status")
            .split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        let kilobytes = memory.split(separator: " ").dropFirst().first ?? ""
        print("  memory of martlet server: \(kilobytes) kB\n")
        await cluster.client.close()
    }

    private func fill(_ cluster: Cluster) async throws {
        // An endpoint's zone is its node's: pods of nodes that are not there have none.
        try await cluster.each(100) { number in
            try await cluster.post(
                "/api/v1/nodes", ["metadata": ["name": .string("n\(number)")]])
        }
        try await cluster.each(Self.services) { number in
            try await cluster.post(
                Self.namespace + "/services",
                [
                    "metadata": ["name": .string("s\(number)")],
                    "spec": [
                        "selector": ["app": .string("s\(number)")],
                        "ports": [["port": 80, "targetPort": 8080]],
                    ],
                ])
        }
        try await cluster.each(Self.services * Self.pods) { number in
            let name = "p\(number)"
            try await cluster.post(
                Self.namespace + "/pods",
                [
                    "metadata": [
                        "name": .string(name),
                        "labels": ["app": .string("s\(number / Self.pods)")],
                    ],
                    "spec": [
                        "schedulerName": "nobody", "nodeName": .string("n\(number % 100)"),
                        "containers": [["name": "c", "image": "i"]],
                    ],
                ])
            try await setReady(cluster, number, true)
        }
        try await cluster.wait(for: "the EndpointSlices") {
            let slices = try await cluster.items(
                "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices")
            let ready = slices.flatMap { $0["endpoints"]?.array ?? [] }
                .filter { $0["conditions"]?["ready"]?.bool == true }
            return ready.count >= Self.services * Self.pods
        }
    }

    private func setReady(_ cluster: Cluster, _ number: Int, _ isReady: Bool) async throws {
        let address = "10.1.\(number / 250).\(number % 250 + 1)"
        try await cluster.merge(
            Self.namespace + "/pods/p\(number)/status",
            [
                "status": [
                    "phase": "Running", "podIP": .string(address),
                    "podIPs": [["ip": .string(address)]],
                    "conditions": [["type": "Ready", "status": isReady ? "True" : "False"]],
                ]
            ])
    }

    /// Sets pods to not ready and to ready again; a watcher tells when the slice says so.
    private func measure(_ cluster: Cluster, _ title: String, atOnce: Int) async throws {
        let seen = Seen()
        let events = cluster.watch("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices")
        let follower = Task {
            for await event in events { await seen.take(event) }
        }
        defer { follower.cancel() }
        // Each change is of another Service.
        try await cluster.each(Self.changes, atOnce: atOnce) { change in
            let number = change * Self.pods
            for isReady in [false, true] {
                let key = "p\(number)"
                await seen.expect(key, isReady)
                let start = MonotonicClock.nanoseconds
                try await setReady(cluster, number, isReady)
                let end = try await seen.wait(key)
                await seen.note(end > start ? end - start : 0)
            }
        }
        print("\(title): \(await seen.times.text)")
    }
}

/// When a watcher saw what of which pod.
private actor Seen {
    private var wanted: [String: Bool] = [:]
    private var arrived: [String: UInt64] = [:]
    private var waiting: [String: CheckedContinuation<UInt64, Never>] = [:]
    private(set) var times = Times()

    func expect(_ pod: String, _ isReady: Bool) {
        arrived[pod] = nil
        wanted[pod] = isReady
    }

    func note(_ nanoseconds: UInt64) { times.add(nanoseconds) }

    func take(_ event: WatchedEvent) {
        for endpoint in event.object["endpoints"]?.array ?? [] {
            guard let pod = endpoint["targetRef"]?["name"]?.string, let isReady = wanted[pod],
                endpoint["conditions"]?["ready"]?.bool == isReady
            else { continue }
            wanted[pod] = nil
            if let continuation = waiting.removeValue(forKey: pod) {
                continuation.resume(returning: event.at)
            } else {
                arrived[pod] = event.at
            }
        }
    }

    func wait(_ pod: String) async throws -> UInt64 {
        if let at = arrived.removeValue(forKey: pod) { return at }
        return await withCheckedContinuation { waiting[pod] = $0 }
    }
}
