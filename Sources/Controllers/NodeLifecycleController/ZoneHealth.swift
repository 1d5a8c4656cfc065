/// How many nodes of each zone are ready, and how fast pods may be driven off the others: when many
/// nodes are lost at once, it is more likely the network that is.
package struct ZoneHealth: Hashable, Sendable {
    /// Limits, as flags give them.
    package struct Limits: Hashable, Sendable {
        /// Nodes a second, in a healthy zone. Flag: --node-eviction-rate
        package var rate = 0.1
        /// Nodes a second, in an unhealthy one. Flag: --secondary-node-eviction-rate
        package var secondaryRate = 0.01
        /// Zones of no more nodes have no second rate. Flag: --large-cluster-size-threshold
        package var largeZone = 50
        /// Share of lost nodes that makes a zone unhealthy. Flag: --unhealthy-zone-threshold
        package var unhealthyShare = 0.55

        /// Upstream's defaults.
        package init() {}
    }

    /// Nodes of a zone.
    private struct Zone: Hashable {
        var ready = 0
        var lost = 0
    }

    private var zones: [String: Zone] = [:]

    /// Nodes by their readiness; those that said nothing yet count as lost.
    package init(_ nodes: some Sequence<NodeState>) {
        for node in nodes {
            if node.ready == "True" {
                zones[node.zone, default: Zone()].ready += 1
            } else {
                zones[node.zone, default: Zone()].lost += 1
            }
        }
    }

    /// Whether no node is ready: then nothing is to be done to any.
    package var isAllLost: Bool { !zones.isEmpty && zones.values.allSatisfy { $0.ready == 0 } }

    /// How many nodes of a zone may be given up a second.
    package func rate(of name: String, _ limits: Limits) -> Double {
        guard !isAllLost, let zone = zones[name] else { return 0 }
        // A zone that is lost as a whole is given up, since others are not.
        if zone.ready == 0 { return limits.rate }
        let share = Double(zone.lost) / Double(zone.lost + zone.ready)
        guard zone.lost > 2, share >= limits.unhealthyShare else { return limits.rate }
        return zone.lost + zone.ready > limits.largeZone ? limits.secondaryRate : 0
    }
}

/// Lets one thing pass at a time, at a rate that may change.
package struct EvictionLimiter: Sendable {
    private var tokens = 1.0
    private var last: ContinuousClock.Instant

    package init(at now: ContinuousClock.Instant) { last = now }

    /// Nil when one may pass now; else how long to wait before asking again.
    package mutating func take(rate: Double, at now: ContinuousClock.Instant) -> Duration? {
        tokens = min(1, tokens + (now - last) / .seconds(1) * rate)
        last = now
        if tokens >= 1 {
            tokens -= 1
            return nil
        }
        guard rate > 0 else { return .seconds(5) }
        return .seconds(min(5, (1 - tokens) / rate))
    }
}
