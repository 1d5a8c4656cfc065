import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import LinuxSystem
import NetworkAddress
import NodeAgent

/// Nodes that join, change their addresses and leave, each as fast as they can be written.
struct Convergence {
    private let host: Host
    private let clock: RouteClock
    private let cluster: TestCluster
    private let nodes: [SimulatedNode]

    init(count: Int) async throws {
        host = try Host()
        clock = try RouteClock(host)
        cluster = try await TestCluster.start()
        nodes = (0..<count).map(SimulatedNode.init)
    }

    func run() async throws {
        defer { clock.stop() }
        try await cluster.create(SimulatedNode.object("n1", "10.90.1.0/24", "10.0.0.1"))
        // Stays, so that the tunnel does: version 4's routes go with their link untold.
        try await cluster.create(SimulatedNode.object("n2", "10.90.2.0/24", "10.9.0.2"))
        let first = startAgent()
        try await measure("join", nodes) {
            try await cluster.create($0.object())
        } until: {
            clock.time(of: $0, via: $1.gateway())
        }
        // The others are in the tunnel and keep their routes: their ends change.
        try await measure("change their address", nodes.filter(\.isNear)) { node in
            _ = try await cluster.cluster.patch(
                .nodes, name: node.name, subresource: "status", node.status(1))
        } until: {
            clock.time(of: $0, via: $1.gateway(1))
        }
        first.cancel()
        await first.value
        let half = nodes.count / 2
        for node in nodes[..<half] { try await cluster.cluster.delete(.nodes, name: node.name) }
        let start = MonotonicClock.nanoseconds
        _ = startAgent()
        let gone = try await times(of: Array(nodes[..<half])) { prefix, _ in
            clock.removal(of: prefix)
        }
        let last = gone.compactMap(\.self).max() ?? start
        print("  the agent starts, \(half) left meanwhile: all gone after \(ms(last &- start))")
        try await measure("leave", Array(nodes[half...])) { node in
            try await cluster.cluster.delete(.nodes, name: node.name)
        } until: { prefix, _ in
            clock.removal(of: prefix)
        }
        let left = try host.socket.routes().filter { $0.origin.rawValue == 157 }.count - 1
        print("  stale routes at the end: \(left)")
    }

    private func startAgent() -> Task<Void, Never> {
        let keeper = RouteKeeper(
            nodeName: "n1", mode: .auto, nodes: cluster.cluster.informer(for: .nodes),
            in: host.namespace, logger: cluster.logger)
        return cluster.run { await keeper.run() }
    }

    private func measure(
        _ name: String, _ nodes: [SimulatedNode], _ act: (SimulatedNode) async throws -> Void,
        until time: (IPPrefix, SimulatedNode) -> UInt64?
    ) async throws {
        var starts: [UInt64] = []
        for node in nodes {
            starts.append(MonotonicClock.nanoseconds)
            try await act(node)
        }
        let written = MonotonicClock.nanoseconds
        let told = try await times(of: nodes, time)
        let found = zip(starts, told).compactMap { start, end in end.map { $0 &- start } }.sorted()
        guard let longest = found.last else { throw Failure("\(name): no route came") }
        print(
            "  \(nodes.count) \(name), written in \(ms(written - (starts.first ?? written))):",
            "p50 \(ms(found[found.count / 2])), p99 \(ms(found[found.count * 99 / 100])),",
            "longest \(ms(longest)); \(nodes.count - found.count) did not come")
    }

    /// Waits for all, but not for ever.
    private func times(
        of nodes: [SimulatedNode], _ time: (IPPrefix, SimulatedNode) -> UInt64?
    ) async throws -> [UInt64?] {
        let deadline = MonotonicClock.nanoseconds + 10_000_000_000
        while true {
            let found = nodes.map { node in IPPrefix(node.range).flatMap { time($0, node) } }
            if !found.contains(nil) || MonotonicClock.nanoseconds > deadline { return found }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// Milliseconds, with two places.
func ms(_ nanoseconds: UInt64) -> Double { (Double(nanoseconds) / 1e4).rounded() / 100 }
