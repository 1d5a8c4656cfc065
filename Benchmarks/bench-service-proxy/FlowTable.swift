import Conntrack
import FlowCleanup
import LinuxSystem
import NetworkAddress
import ServiceModel
import Synchronization

/// Ending the flows of an endpoint that is gone, in a large table of flows.
struct FlowTable {
    var bench: Bench
    /// The kernel holds at most 262,144 in a namespace here; all namespaces share one table, so
    /// that the rest stands in another one and is walked over all the same.
    var here: Int
    var elsewhere: Int

    private let cluster = SocketEndpoint(.v4(IPv4Address(10, 96, 0, 10)), 53)

    private func endpoint(_ number: Int) -> SocketEndpoint {
        SocketEndpoint(.v4(IPv4Address(10, 244, 0, UInt8(truncatingIfNeeded: 1 + number))), 53)
    }

    /// Translated UDP flows, evenly to ten endpoints.
    private func flow(_ number: Int, timeout: UInt32) -> Flow {
        let client = IPAddress.v4(IPv4Address(rawValue: 0x0a00_0000 + UInt32(number >> 15)))
        let port = Port(rawValue: UInt16(1024 + number & 0x7fff))
        let reached = endpoint(number % 10)
        return Flow(
            original: FlowTuple(
                source: client, destination: cluster.address, transport: .udp, sourcePort: port,
                destinationPort: cluster.port),
            reply: FlowTuple(
                source: reached.address, destination: client, transport: .udp,
                sourcePort: reached.port, destinationPort: port),
            status: [.confirmed, .destinationNAT], timeoutSeconds: timeout)
    }

    private func plan(_ endpoints: Range<Int>) -> ServicePortPlan {
        ServicePortPlan(
            name: ServicePortName(
                service: ServiceKey(namespace: "default", name: "dns"), port: "", transport: .udp),
            frontends: [
                Frontend(
                    .clusterIP,
                    Frontend.Target(
                        address: cluster.address, transport: .udp, port: cluster.port))
            ],
            clusterEndpoints: endpoints.map { WeightedEndpoint(endpoint($0)) })
    }

    func run() throws {
        let (namespace, other) = (try NetworkNamespace.create(), try NetworkNamespace.create())
        let socket = try ConntrackSocket(in: namespace)
        try socket.create((0..<here).map { flow($0, timeout: 3_600) })
        try ConntrackSocket(in: other).create((0..<elsewhere).map { flow($0, timeout: 3_600) })
        Report.line(
            "\(here + elsewhere) flows in the kernel's table", "time", "told", "ended", "memory")
        let all = plan(0..<10)
        let steps: [(String, FlowWork)] = [
            ("  one endpoint of ten goes", change(all, plan(0..<9))),
            ("  three more go together", change(plan(0..<9), plan(0..<6))),
            ("  a start, all is looked at", .everything([plan(0..<6)], former: [])),
            ("  the Service goes", change(plan(0..<6), nil)),
        ]
        for (name, work) in steps {
            let sweeps = Mutex<[FlowSweep]>([])
            let before = try ProcessUse.of(CurrentProcess.id).residentKilobytes
            let cleaner = try namespace.run {
                try FlowCleaner { event in
                    if case .swept(let sweep) = event { sweeps.withLock { $0.append(sweep) } }
                }
            }
            cleaner.take(work, family: .ipv4, nodePortAddresses: [])
            cleaner.finish()
            guard let sweep = sweeps.withLock({ $0.first }) else {
                throw BenchError("\(name): nothing was looked at")
            }
            let after = try ProcessUse.of(CurrentProcess.id).residentKilobytes
            Report.line(
                name, Report.milliseconds(sweep.seconds * 1_000), "\(sweep.seen)",
                "\(sweep.ended)", "+\(max(after - before, 0)) KiB")
        }
        guard try socket.count() == 0 else { throw BenchError("flows are left") }
    }

    private func change(_ old: ServicePortPlan, _ new: ServicePortPlan?) -> FlowWork {
        .changes([ServiceTable.Change(name: old.name, old: old, plan: new)])
    }
}
