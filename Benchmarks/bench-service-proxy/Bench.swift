import KubernetesAPI
import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane
import ProxySettings
import ServiceProxy

/// What is measured, each in network namespaces of its own.
struct Bench {
    var rounds = 5
    var changes = 1000

    func engine() throws -> ProxyEngine {
        var configuration = ProxyConfiguration()
        configuration.nodeName = "here"
        return ProxyEngine(configuration: configuration, socket: try NftablesSocket())
    }

    /// Synchronises, and returns the bytes that went to the kernel.
    @discardableResult
    static func sync(_ engine: inout ProxyEngine) throws -> Int {
        try engine.sync().reduce(0) { try $0 + $1.get().byteCount }
    }

    /// Loading everything: from objects in memory, from ready bytes, and by `nft -f`.
    func load(_ cluster: Cluster) throws {
        let events = cluster.events()
        let bytes = try NetworkNamespace.create().run { [self] in
            var engine = try engine()
            engine.take(events)
            return try engine.transactions().map { try $0.batch().encoded() }
        }
        var own = Figures()
        var replay = Figures()
        for _ in 0..<rounds {
            own.times.append(
                try NetworkNamespace.create().run { [self] in
                    var figures = Figures()
                    try figures.measure {
                        var engine = try engine()
                        engine.take(events)
                        try Bench.sync(&engine)
                    }
                    return figures.median
                })
            replay.times.append(
                try NetworkNamespace.create().run {
                    let socket = try NftablesSocket()
                    var figures = Figures()
                    try figures.measure { for batch in bytes { try socket.apply(encoded: batch) } }
                    return figures.median
                })
        }
        let nft = try NftScript(events: events, bench: self).median(rounds: 3)
        let name = "load \(cluster.services) Services × \(cluster.endpoints)"
        Report.line(
            name + ", ours", Report.milliseconds(own.median),
            Report.number(own.median / replay.median) + "×", "1×")
        Report.line("  the same bytes from memory", Report.milliseconds(replay.median), "1×")
        Report.line(
            "  nft -f of the same rules", Report.milliseconds(nft), "",
            Report.number(nft / own.median) + "×")
    }

    /// One endpoint that changes, from its object to the kernel's acknowledgement.
    func change(_ cluster: Cluster, bits: Bool = false) throws -> Figures {
        let events = cluster.events()
        return try NetworkNamespace.create().run { [self] in
            var engine = try engine()
            engine.take(events)
            try Bench.sync(&engine)
            var figures = Figures()
            for turn in 0..<changes + 50 {
                // Two turns a Service where the count goes down and up, so that each turn changes.
                let number = (bits ? turn / 2 : turn) * 7919 % cluster.services
                let slice =
                    bits
                    ? cluster.slice(number, count: turn % 2 == 0 ? 8 : 9)
                    : cluster.slice(number, last: 1 + turn % 200)
                let event = ObjectEvent.applied(.endpointSlice(slice))
                try figures.measure {
                    engine.take(CollectionOfOne(event))
                    try Bench.sync(&engine)
                }
            }
            figures.times.removeFirst(50)
            return figures
        }
    }

    /// A second start with the same objects.
    func restart(_ cluster: Cluster) throws {
        let events = cluster.events()
        let (bytes, time) = try NetworkNamespace.create().run { [self] in
            var first = try engine()
            first.take(events)
            try Bench.sync(&first)
            var figures = Figures()
            let bytes = try figures.measure {
                var second = try engine()
                second.take(events)
                return try Bench.sync(&second)
            }
            return (bytes, figures.median)
        }
        Report.line(
            "restart with \(cluster.services) Services, nothing changed",
            Report.milliseconds(time), "\(bytes) bytes")
    }

    /// Tables, chains, sets and maps, and rules.
    func count(_ cluster: Cluster) throws {
        let events = cluster.events()
        let counts = try NetworkNamespace.create().run { [self] in
            var engine = try engine()
            engine.take(events)
            try Bench.sync(&engine)
            let socket = try NftablesSocket()
            let tables = try socket.tables().map(\.reference)
            return try [
                tables.count, tables.reduce(0) { try $0 + socket.chains(in: $1).count },
                tables.reduce(0) { try $0 + socket.sets(in: $1).count },
                tables.reduce(0) { try $0 + socket.rules(in: $1).count },
            ]
        }
        Report.line(
            "objects with \(cluster.services) Services",
            "\(counts[1]) chains", "\(counts[2]) sets", "\(counts[3]) rules")
    }
}
