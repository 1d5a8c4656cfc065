import KubernetesAPI
import LinuxSystem
import Nftables
import NftablesDataplane
import ServiceProxy

/// Loading everything, and starting again with nothing to change.
struct Loading {
    var bench: Bench

    func run(_ clusters: [Cluster]) throws {
        Report.line("full load, IPv4 filled and IPv6 empty", "time", "to replay", "nft to ours")
        for cluster in clusters { try load(cluster) }
        print("")
        for cluster in clusters where cluster.services >= 10_000 { try restart(cluster) }
        for services in [10, 10_000] { try count(Cluster(services: services)) }
    }

    /// From objects in memory, from ready bytes, and by `nft -f`; in turns.
    private func load(_ cluster: Cluster) throws {
        let events = cluster.events()
        let bytes = try NetworkNamespace.create().run {
            var engine = try bench.engine()
            engine.take(events)
            return try engine.transactions().map { try $0.batch().encoded() }
        }
        var own = Figures()
        var replay = Figures()
        for _ in 0..<bench.rounds {
            own.times.append(try NetworkNamespace.create().run { try ownLoad(events) })
            replay.times.append(
                try NetworkNamespace.create().run {
                    let socket = try NftablesSocket()
                    var figures = Figures()
                    try figures.measure { for batch in bytes { try socket.apply(encoded: batch) } }
                    return figures.median
                })
        }
        let name = "  \(cluster.services) Services × \(cluster.endpoints), ours"
        Report.line(
            name, Report.milliseconds(own.median),
            Report.number(own.median / replay.median) + "×", "1×")
        let size = Report.number(Double(bytes.reduce(0) { $0 + $1.count }) / 1e6, 1)
        Report.line("    the same \(size) MB", Report.milliseconds(replay.median), "1×")
        guard cluster.services <= 10_000 else { return }
        let nft = try NftScript(events: events, bench: bench).median(rounds: 3)
        Report.line(
            "    nft -f of the same rules", Report.milliseconds(nft), "",
            Report.number(nft / own.median) + "×")
    }

    private func ownLoad(_ events: [ObjectEvent]) throws -> Double {
        var figures = Figures()
        try figures.measure {
            var engine = try bench.engine()
            engine.take(events)
            try Bench.sync(&engine)
        }
        return figures.median
    }

    private func restart(_ cluster: Cluster) throws {
        let events = cluster.events()
        let (bytes, time) = try NetworkNamespace.create().run {
            var first = try bench.engine()
            first.take(events)
            try Bench.sync(&first)
            var figures = Figures()
            var bytes = 0
            for _ in 0..<3 {
                bytes += try figures.measure {
                    var second = try bench.engine()
                    second.take(events)
                    return try Bench.sync(&second)
                }
            }
            return (bytes, figures.median)
        }
        Report.line(
            "restart, \(cluster.services) × \(cluster.endpoints), nothing changed",
            Report.milliseconds(time), "\(bytes) bytes")
    }

    /// Chains, sets and rules: as many, whatever the number of Services.
    private func count(_ cluster: Cluster) throws {
        let events = cluster.events()
        let counts = try NetworkNamespace.create().run {
            var engine = try bench.engine()
            engine.take(events)
            try Bench.sync(&engine)
            let socket = try NftablesSocket()
            let tables = try socket.tables().map(\.reference)
            return try [
                tables.reduce(0) { try $0 + socket.chains(in: $1).count },
                tables.reduce(0) { try $0 + socket.sets(in: $1).count },
                tables.reduce(0) { try $0 + socket.rules(in: $1).count },
            ]
        }
        Report.line(
            "objects with \(cluster.services) Services",
            "\(counts[0]) chains", "\(counts[1]) sets", "\(counts[2]) rules")
    }
}
