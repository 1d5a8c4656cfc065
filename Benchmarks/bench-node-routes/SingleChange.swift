import LinuxSystem
import NetworkAddress
import NodeRoutes

/// One node among many changes its address: what is written for it alone, beside a look at all.
struct SingleChange {
    let count: Int

    func run() throws {
        let host = try Host()
        let own = RoutedNode(
            name: "n1", podCIDRs: ["10.90.1.0/24"].compactMap { IPPrefix($0) },
            addresses: ["10.0.0.1"].compactMap { IPAddress($0) })
        let nodes = (0..<count).map(SimulatedNode.init)
        let routes = try NodeRoutes(.auto, in: host.namespace)
        let begin = MonotonicClock.nanoseconds
        try routes.apply(own: own, others: nodes.map { $0.routed() })
        print("  all at once, into an empty kernel: \(ms(MonotonicClock.nanoseconds - begin))")
        var changes: [UInt64] = []
        var looks: [UInt64] = []
        for round in 0..<100 {
            let node = nodes[(round * 7) % count]
            let start = MonotonicClock.nanoseconds
            let outcome = try routes.change([node.name: node.routed(1 + round % 2)])
            let middle = MonotonicClock.nanoseconds
            _ = try routes.look()
            changes.append(middle - start)
            looks.append(MonotonicClock.nanoseconds - middle)
            guard !outcome.isWhole else { throw Failure("a change looked at everything") }
        }
        let (change, look) = (changes.sorted()[50], looks.sorted()[50])
        print(
            "  one node's change: p50 \(ms(change)); a look at everything: p50 \(ms(look)),",
            "\(look / max(change, 1)) times")
    }
}
