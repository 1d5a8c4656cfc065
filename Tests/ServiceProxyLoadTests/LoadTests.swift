import LinuxSystem
import NetworkAddress
import ServiceProxyTesting
import Testing

/// Traffic through a Service while its endpoints come and go. All endpoints serve all the time, so
/// whatever is lost was lost on the way.
@Suite(.serialized) struct LoadTests {
    /// Endpoints that are in the Service from the beginning to the end.
    private static let anchors = [BedHost.podA2, .podB1].flatMap { host in
        AddressFamily.allCases.map { SocketEndpoint(host.address($0), Backends.ports[0]) }
    }

    private static let rounds = 20
    private static let visitsARound = 250

    private static let cluster = AddressFamily.allCases.map {
        SocketEndpoint(LoadObjects.clusterAddress($0), LoadObjects.port)
    }

    private static let nodePorts = AddressFamily.allCases.map {
        SocketEndpoint(BedHost.nodeA.address($0), LoadObjects.nodePort)
    }

    /// Pods of both nodes, the node itself, and a host outside that comes by the node port.
    private static let clients: [(BedHost, [SocketEndpoint])] = [
        (.podA1, cluster), (.podB2, cluster), (.nodeA, cluster), (.external, nodePorts),
    ]

    @Test(arguments: ProxyUnderLoad.Source.allCases)
    func `no connection is lost, and none goes to an endpoint that left`(
        source: ProxyUnderLoad.Source
    ) throws {
        let bed = try PacketBed()
        try Self.keepPortsFree(in: bed)
        let backends = try Backends(bed)
        let proxy = try ProxyUnderLoad(bed, source)
        let history = History()
        var seed = Lottery(seed: 20_261_121)
        var serving = Self.endpoints { _, _ in true }
        try proxy.change("changing", LoadObjects.changing(serving, round: 0))
        try #require(try proxy.isProgrammed(with: serving, without: []), "\(proxy.log)")

        let held = HeldConnections()
        for (host, places) in Self.clients { try held.open(5, from: host, in: bed, to: places) }
        #expect(held.checkFlows(serving: serving) == [])
        let visits = Visits()
        for (host, places) in Self.clients {
            try visits.connect(from: host, in: bed, to: places, ports: 11_000..<36_000)
            try visits.connect(from: host, in: bed, to: places, ports: 36_000..<62_000)
            try visits.ask(from: host, in: bed, to: places, ports: 11_000..<62_000)
        }
        for round in 1...Self.rounds {
            let next = Self.next(after: serving, &seed)
            let gone = serving.subtracting(next)
            history.returning(next.subtracting(serving))
            try proxy.change("changing", LoadObjects.changing(next, round: round))
            try #require(
                try proxy.isProgrammed(with: next, without: gone), "\(round): \(proxy.log)")
            history.left(gone)
            serving = next
            #expect(held.checkConnections() == [], "round \(round)")
            #expect(held.checkFlows(serving: serving) == [], "round \(round)")
            let enough = visits.count + Self.visitsARound
            let deadline = Deadline(after: .seconds(10))
            while visits.count < enough, !deadline.isOver {
                MonotonicClock.sleep(.milliseconds(5))
            }
        }
        let record = visits.end()
        // A full table would lose packets and flows by itself, and the rest would say nothing.
        #expect(try proxy.lossesOfTracking() == 0)
        #expect(record.failures == [])
        #expect(record.visits.count >= Self.rounds * Self.visitsARound / 2)
        let astray = record.visits.filter {
            history.wasGone($0.endpoint, from: $0.began, to: $0.ended)
        }
        #expect(astray.isEmpty, "\(astray.prefix(5).map(\.endpoint))")
        // What left took part while it was there: otherwise the above says nothing.
        #expect(Set(record.visits.map(\.endpoint)).count > Self.anchors.count)
        withExtendedLifetime((backends, proxy)) {}
    }

    /// The kernel's own choice of ports stays out of what the visitors take by number.
    private static func keepPortsFree(in bed: PacketBed) throws {
        for (host, _) in clients {
            try bed.namespace(of: host).run {
                try Sysctl.write("net/ipv4/ip_local_port_range", "62001 65535")
            }
        }
    }

    /// One to three endpoints come or go, in both families.
    private static func next(
        after serving: Set<SocketEndpoint>, _ seed: inout Lottery
    ) -> Set<SocketEndpoint> {
        let count = 1 + seed.next(3)
        var chosen: Set<Int> = []
        while chosen.count < count {
            chosen.insert(seed.next(Backends.hosts.count * Backends.ports.count))
        }
        return endpoints { index, endpoint in
            anchors.contains(endpoint) || chosen.contains(index) != serving.contains(endpoint)
        }
    }

    private static func endpoints(
        _ isChosen: (Int, SocketEndpoint) -> Bool
    ) -> Set<SocketEndpoint> {
        Set(
            AddressFamily.allCases.flatMap { family in
                LoadObjects.endpoints(family).enumerated().filter { isChosen($0, $1) }
                    .map(\.element)
            })
    }
}

/// Numbers by chance, the same each time. https://prng.di.unimi.it/splitmix64.c
struct Lottery {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// From 0 to below a bound.
    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
