import JSON
import KubernetesAPI
import LinuxSystem
import Nftables

/// Elements that another process deletes, and how long the program takes to put them back.
struct Repairing {
    var bench: Bench
    private static let table = TableReference(.ip, "svcproxy")

    func run(_ clusters: [Cluster]) throws {
        Report.line("an element deleted by others, until it is back", "p50", "p99", "worst")
        for cluster in clusters { try run(cluster) }
    }

    private func run(_ cluster: Cluster) throws {
        let folder = try Files.createTemporaryDirectory("bench-service-proxy", in: "/var/tmp")
        defer { try? Files.removeTree(folder) }
        var objects: [UInt8] = []
        for number in 0..<cluster.services {
            for object in [cluster.service(number).json, cluster.slice(number).json] {
                objects += object.serialized() + Array("\n---\n".utf8)
            }
        }
        try Files.writeAtomically("\(folder)/cluster.yaml", objects)
        let namespace = try NetworkNamespace.create()
        var program = ChildProcess.Program(
            try Bench.program("svcproxy"), ["sync", "--from", folder, "--node", "here"])
        program.networkNamespace = namespace.descriptor
        program.input = .null
        program.output = .null
        program.error = .null
        let proxy = try ChildProcess.spawn(program)
        defer { _ = try? proxy.stop() }
        try wait(for: cluster, namespace)
        MonotonicClock.sleep(.seconds(1))
        let figures = try repairs(namespace)
        Report.line(
            "  among \(cluster.services) Services × \(cluster.endpoints)",
            Report.milliseconds(figures.median), Report.milliseconds(figures.quantile(0.99)),
            Report.milliseconds(figures.quantile(1)))
    }

    private func wait(for cluster: Cluster, _ namespace: NetworkNamespace) throws {
        let socket = try NftablesSocket(in: namespace)
        let deadline = Deadline(after: .seconds(60))
        while try count("endpoints", socket) < cluster.services * cluster.endpoints {
            guard !deadline.isOver else { throw BenchError("svcproxy did not synchronise") }
            MonotonicClock.sleep(.milliseconds(200))
        }
    }

    private func count(_ name: String, _ socket: NftablesSocket) throws -> Int {
        let sets = (try? socket.sets(in: Self.table)) ?? []
        return try sets.first { $0.name == name }.map { try socket.elements(of: $0).count } ?? 0
    }

    /// As many as come at once before the daemon makes a rival wait.
    private func repairs(_ namespace: NetworkNamespace) throws -> Figures {
        let socket = try NftablesSocket(in: namespace)
        let sets = try socket.sets(in: Self.table)
        guard let services = sets.first(where: { $0.name == "services" }) else {
            throw BenchError("no map of services")
        }
        let elements = try socket.elements(of: services)
        let monitor = try NftablesMonitor(in: namespace)
        try monitor.ignore(socket)
        var figures = Figures()
        for turn in 0..<18 {
            let element = elements[turn * 7919 % elements.count]
            var batch = Batch()
            batch.delete(elements: [Element(element.key)], from: services)
            let bytes = try batch.encoded()
            try figures.measure {
                try socket.apply(encoded: bytes)
                try wait(for: element.key, monitor)
            }
            // Each one alone: not within the window that the last one opened.
            MonotonicClock.sleep(.milliseconds(50))
        }
        return figures
    }

    private func wait(for key: FieldBytes, _ monitor: NftablesMonitor) throws {
        let deadline = Deadline(after: .seconds(60))
        while !deadline.isOver {
            for event in try monitor.receive(timeout: .seconds(60)) {
                guard case .addedElements(let elements, set: "services", _) = event else {
                    continue
                }
                if elements.contains(where: { $0.key == key }) { return }
            }
        }
        throw BenchError("svcproxy did not put the element back")
    }
}
