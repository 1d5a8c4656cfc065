import JSON
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Nftables
import Synchronization

/// The program itself, following an API server in a namespace of its own: what it weighs, what it
/// does when nothing happens, and a thousand changes a second.
struct Steady {
    var bench: Bench
    private static let port = 18_480

    func run(_ cluster: Cluster) async throws {
        let folder = try Files.createTemporaryDirectory("bench-service-proxy", in: "/var/tmp")
        defer { try? Files.removeTree(folder) }
        let namespace = try NetworkNamespace.create()
        _ = try start("/sbin/ip", ["link", "set", "lo", "up"], namespace).wait()
        let server = try start(
            try Bench.program("martlet"),
            [
                "apiserver", "--data-dir", folder, "--secure-port", "0",
                "--insecure-port", "\(Self.port)", "--advertise-address", "127.0.0.1",
            ], namespace)
        defer { _ = try? server.stop() }
        // By name: a connection to a plain address would be made in the caller's namespace.
        let access = try ClusterAccess.master("http://localhost:\(Self.port)")
        let client = try namespace.run { try APIClient(access, hasOwnThread: true) }
        try await fill(cluster, client)
        let proxy = try start(
            try Bench.program("svcproxy"),
            ["sync", "--master", "http://127.0.0.1:\(Self.port)", "--node", "here"], namespace)
        defer { _ = try? proxy.stop() }
        try await wait(for: cluster, namespace)
        print("svcproxy sync, following \(cluster.services) Services × \(cluster.endpoints)")
        try await Task.sleep(for: .seconds(3))
        try report("resident after its start", proxy)
        try await idle(proxy)
        try await changes(cluster, client, proxy, namespace)
        try report("resident after that", proxy)
        await client.close()
    }

    private func start(
        _ path: String, _ arguments: [String], _ namespace: NetworkNamespace
    ) throws -> ChildProcess {
        var program = ChildProcess.Program(path, arguments)
        program.networkNamespace = namespace.descriptor
        program.input = .null
        program.output = .null
        program.error = .null
        return try ChildProcess.spawn(program)
    }

    private func fill(_ cluster: Cluster, _ client: APIClient) async throws {
        let deadline = Deadline(after: .seconds(20))
        while true {
            do {
                _ = try await client.get("/api/v1/namespaces/default")
                break
            } catch {
                guard !deadline.isOver else { throw BenchError("the API server: \(error)") }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        try await each(cluster.services) { number in
            _ = try await client.send(
                "POST", "/api/v1/namespaces/default/services", body: cluster.service(number).json)
            _ = try await client.send(
                "POST", Self.slices, body: cluster.slice(number).json)
        }
    }

    private static let slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"

    /// Does something for each number, 16 at once.
    private func each(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for first in 0..<16 {
                group.addTask {
                    for number in stride(from: first, to: count, by: 16) { try await body(number) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func wait(for cluster: Cluster, _ namespace: NetworkNamespace) async throws {
        let deadline = Deadline(after: .seconds(60))
        let socket = try namespace.run { try NftablesSocket() }
        while true {
            let sets = (try? socket.sets(in: TableReference(.ip, "svcproxy"))) ?? []
            let endpoints = sets.first { $0.name == "endpoints" }
            if let endpoints, let found = try? socket.elements(of: endpoints).count,
                found >= cluster.services * cluster.endpoints
            {
                return
            }
            guard !deadline.isOver else { throw BenchError("svcproxy did not synchronise") }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func report(_ title: String, _ process: ChildProcess) throws {
        let kilobytes = Double(try ProcessUse.of(process.pid).residentKilobytes)
        Report.line("  \(title)", Report.number(kilobytes / 1000, 1) + " MB")
    }

    /// Ten seconds in which nothing happens, then five more with every system call noted.
    private func idle(_ proxy: ChildProcess) async throws {
        let before = try ProcessUse.of(proxy.pid)
        try await Task.sleep(for: .seconds(10))
        let after = try ProcessUse.of(proxy.pid)
        Report.line(
            "  ten idle seconds", "\((after.ticks - before.ticks) * 10) ms",
            "\(after.wakeUps - before.wakeUps) wake-ups")
        let calls = try SystemCalls.of(proxy.pid, seconds: 5)
        Report.line("  five more under strace", "\(calls.count) calls")
    }

    /// A thousand changed endpoints a second, each seen in the kernel's own events.
    private func changes(
        _ cluster: Cluster, _ client: APIClient, _ proxy: ChildProcess,
        _ namespace: NetworkNamespace
    ) async throws {
        let seen = SeenEndpoints()
        try seen.follow(in: namespace)
        let rate = 1000
        let total = rate * bench.seconds
        let before = try ProcessUse.of(proxy.pid)
        let begin = MonotonicClock.nanoseconds
        let written = Mutex<[UInt64]>(Array(repeating: 0, count: total))
        try await each(total) { turn in
            let due = begin + UInt64(turn) * 1_000_000_000 / UInt64(rate)
            let now = MonotonicClock.nanoseconds
            if due > now { try await Task.sleep(for: .nanoseconds(Int64(due - now))) }
            let number = turn * 7919 % cluster.services
            let slice = cluster.slice(number, address: Self.address(turn))
            _ = try await client.send(
                "PATCH", "\(Self.slices)/s\(number)-1",
                body: ["endpoints": .array(slice.endpoints.map(\.json))],
                contentType: "application/merge-patch+json")
            let done = MonotonicClock.nanoseconds
            written.withLock { $0[turn] = done }
        }
        let seconds = Double(MonotonicClock.nanoseconds - begin) / 1e9
        try await Task.sleep(for: .seconds(1))
        let after = try ProcessUse.of(proxy.pid)
        var figures = Figures()
        var lost = 0
        for (turn, time) in written.withLock({ $0 }).enumerated() {
            guard let arrived = seen.time(of: Self.address(turn)) else {
                lost += 1
                continue
            }
            figures.times.append(arrived > time ? Double(arrived - time) / 1e6 : 0)
        }
        Report.line(
            "  \(total) changes", "\(Report.number(Double(total) / seconds, 0))/s",
            "\(lost) unseen", "\(seen.batches) batches")
        Report.line(
            "    from the API's answer to the kernel", Report.milliseconds(figures.median),
            Report.milliseconds(figures.quantile(0.99)), Report.milliseconds(figures.quantile(1)))
        let busy = Double(after.ticks - before.ticks) * 10 / 1000
        Report.line(
            "    processor time of svcproxy", "\(Report.number(busy, 1)) s",
            Report.number(busy / seconds * 100, 1) + " %")
    }

    /// An address that no other turn has.
    private static func address(_ turn: Int) -> IPv4Address {
        IPv4Address(rawValue: 0x0c00_0001 + UInt32(turn))
    }
}

extension Cluster {
    /// The slice of a Service with its last endpoint at another address.
    fileprivate func slice(_ number: Int, address: IPv4Address) -> EndpointSlice {
        var slice = slice(number)
        slice.endpoints[slice.endpoints.count - 1].addresses = ["\(address)"]
        return slice
    }
}
