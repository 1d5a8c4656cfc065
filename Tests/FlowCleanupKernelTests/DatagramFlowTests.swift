import Conntrack
import FlowCleanup
import LinuxSystem
import NetworkAddress
import ServiceModel
import Testing

/// UDP flows in the kernel's table.
@Suite struct DatagramFlowTests {
    /// A flow to the cluster address that leads to one of the server's addresses.
    func flow(_ ends: Ends, number: Int, port: UInt16 = 53, host: Int) throws -> Flow {
        let client = try #require(
            IPAddress(ends.family == .ipv4 ? "10.1.\(number >> 14).9" : "fd01::\(number >> 14):9"))
        let source = Port(rawValue: UInt16(1024 + number & 0x3fff))
        let cluster = try ends.cluster(port)
        let server = try ends.server(host, port)
        return Flow(
            original: FlowTuple(
                source: client, destination: cluster.address, transport: .udp, sourcePort: source,
                destinationPort: cluster.port),
            reply: FlowTuple(
                source: server.address, destination: client, transport: .udp,
                sourcePort: server.port, destinationPort: source),
            status: [.confirmed, .destinationNAT], timeoutSeconds: 600)
    }

    /// A namespace with flows to both hosts, alternately.
    func namespace(_ ends: Ends, count: Int) throws -> (NetworkNamespace, ConntrackSocket) {
        let namespace = try NetworkNamespace.create()
        let socket = try ConntrackSocket(in: namespace)
        try socket.create(
            (0..<count).map { try flow(ends, number: $0, host: 2 + $0 % 2) })
        return (namespace, socket)
    }

    func hosts(_ socket: ConntrackSocket) throws -> [IPAddress: Int] {
        try socket.list().reduce(into: [:]) { $0[$1.reply.source, default: 0] += 1 }
    }

    @Test(arguments: Ends.both)
    func `of many flows those end whose endpoint went, and no other`(ends: Ends) throws {
        let (namespace, socket) = try namespace(ends, count: 20_000)
        let told = Told()
        let cleaner = try told.cleaner(in: namespace)
        let both = try ends.plan(.udp, port: 53, hosts: [2, 3])
        let rest = try ends.plan(.udp, port: 53, hosts: [3])
        cleaner.take(
            .changes([ServiceTable.Change(name: rest.name, old: both, plan: rest)]),
            family: ends.family, nodePortAddresses: [])
        cleaner.finish()
        #expect(told.ended(.udp) == 10_000)
        #expect(try hosts(socket) == [try ends.server(3, 53).address: 10_000])
    }

    @Test func `flows of a deleted Service end, and those of another port stay`() throws {
        let ends = Ends(family: .ipv4)
        let (namespace, socket) = try namespace(ends, count: 100)
        try socket.create([try flow(ends, number: 5_000, port: 54, host: 2)])
        let told = Told()
        let cleaner = try told.cleaner(in: namespace)
        let old = try ends.plan(.udp, port: 53, hosts: [2, 3])
        cleaner.take(
            .changes([ServiceTable.Change(name: old.name, old: old, plan: nil)]), family: .ipv4,
            nodePortAddresses: [])
        cleaner.finish()
        #expect(try socket.list().map(\.original.destinationPort) == [54])
    }

    @Test func `a start ends what leads nowhere, also where only the table knew the target`() throws
    {
        let ends = Ends(family: .ipv4)
        let (namespace, socket) = try namespace(ends, count: 100)
        try socket.create([try flow(ends, number: 5_000, port: 54, host: 2)])
        let told = Told()
        let cleaner = try told.cleaner(in: namespace)
        let former = Frontend.Target(
            address: try ends.cluster(54).address, transport: .udp, port: 54)
        cleaner.take(
            .everything([try ends.plan(.udp, port: 53, hosts: [3])], former: [former]),
            family: .ipv4, nodePortAddresses: [])
        cleaner.finish()
        #expect(try hosts(socket) == [try ends.server(3, 53).address: 50])
    }

    @Test func `a node port's flows are known by the node's addresses, in each family`() throws {
        let ends = Ends(family: .ipv4)
        let (namespace, socket) = try namespace(ends, count: 10)
        func plan(_ family: AddressFamily, hosts: [Int]) throws -> ServicePortPlan {
            var plan = try Ends(family: family).plan(.udp, port: 53, hosts: hosts)
            plan.frontends = [
                Frontend(.nodePort, Frontend.Target(address: nil, transport: .udp, port: 53))
            ]
            return plan
        }
        let told = Told()
        let cleaner = try told.cleaner(in: namespace)
        let node = try ends.cluster(53).address
        for family in AddressFamily.allCases {
            let now = try plan(family, hosts: [2])
            let former = try plan(family, hosts: [2, 3])
            cleaner.take(
                .changes([ServiceTable.Change(name: now.name, old: former, plan: now)]),
                family: family, nodePortAddresses: [node])
        }
        cleaner.finish()
        #expect(try hosts(socket) == [try ends.server(2, 53).address: 5])
    }
}
