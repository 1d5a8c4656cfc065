import KubernetesAPI
import LinuxSystem
import NetworkAddress
import ServiceProxyTesting

/// What a Service costs the first packet of a connection: real connections from a pod to another
/// node's pods, through the Service and directly, in turns.
struct PacketPath {
    var bench: Bench
    /// Connections of each kind in one turn.
    var count = 200

    private let client = BedHost.podA1
    private let service = SocketEndpoint(.v4(IPv4Address(10, 97, 0, 1)), 80)
    private let endpoints = [BedHost.podB1, .podB2].map { SocketEndpoint($0.address(.ipv4), 8080) }

    /// One way of getting there.
    private struct Way {
        var udp = Figures()
        var tcp = Figures()
    }

    func run(sizes: [Int]) throws {
        Report.line(
            "a new connection, pod to pod of another node", "UDP p50", "UDP p99", "TCP p50",
            "TCP a second")
        for size in sizes {
            try measure("our maps, \(size) Services") { try self.load(size, $0) }
        }
        for size in sizes {
            try measure("a chain a Service, \(size) Services") { bed in
                let layout = ChainLayout(
                    services: size, target: self.service, endpoints: self.endpoints)
                try layout.load(in: bed.node)
            }
        }
    }

    private func load(_ size: Int, _ bed: PacketBed) throws {
        let bench = bench
        let measured = objects
        _ = try bed.node.run {
            var engine = try bench.engine()
            engine.take(Cluster(services: size - 1).events())
            engine.take(measured)
            return try Bench.sync(&engine)
        }
    }

    private var objects: [ObjectEvent] {
        let ports: [KubernetesAPI.ServicePort] = [PortProtocol.tcp, .udp].map {
            KubernetesAPI.ServicePort(
                name: "\($0)", protocol: $0, port: service.port.rawValue,
                targetPort: .number(8080))
        }
        let slice = EndpointSlice(
            metadata: ObjectMeta(
                name: "measured-1", namespace: "default",
                labels: [EndpointSlice.serviceNameLabel: "measured"]),
            addressType: .ipv4,
            endpoints: endpoints.map {
                Endpoint(
                    addresses: ["\($0.address)"], conditions: EndpointConditions(ready: true),
                    nodeName: "elsewhere")
            },
            ports: [PortProtocol.tcp, .udp].map {
                EndpointPort(name: "\($0)", protocol: $0, port: 8080)
            })
        let measured = Service(
            metadata: ObjectMeta(name: "measured", namespace: "default"),
            spec: ServiceSpec(clusterIPs: ["\(service.address)"], ports: ports))
        return [.applied(.service(measured)), .applied(.endpointSlice(slice))]
    }

    private func measure(_ name: String, _ prepare: (PacketBed) throws -> Void) throws {
        let bed = try PacketBed()
        try prepare(bed)
        let path = self
        let (direct, through) = try bed.namespace(of: client).run {
            var direct = Way()
            var through = Way()
            // Caches and neighbours first.
            var idle = Way()
            try path.turn(&idle) { path.endpoints[$0 % 2] }
            try path.turn(&idle) { _ in path.service }
            for _ in 0..<path.bench.rounds * 4 {
                try path.turn(&direct) { path.endpoints[$0 % 2] }
                try path.turn(&through) { _ in path.service }
            }
            return (direct, through)
        }
        line(name, through)
        line("  directly, in turns with it", direct)
        Report.line(
            "  ratio", Report.number(through.udp.median / direct.udp.median) + "×",
            Report.number(through.udp.quantile(0.99) / direct.udp.quantile(0.99)) + "×",
            Report.number(through.tcp.median / direct.tcp.median) + "×", "")
    }

    private func line(_ name: String, _ way: Way) {
        Report.line(
            name, Report.milliseconds(way.udp.median), Report.milliseconds(way.udp.quantile(0.99)),
            Report.milliseconds(way.tcp.median), Report.number(1_000 / way.tcp.median, 0))
    }

    /// Connections one after the other, each from a port of its own.
    private func turn(_ way: inout Way, _ target: (Int) -> SocketEndpoint) throws {
        let own = SocketEndpoint(client.address(.ipv4), 0)
        for number in 0..<count {
            let socket = try DatagramSocket(bind: own)
            try socket.connect(to: target(number))
            let answer = try way.udp.measure {
                try socket.send([1])
                return try socket.receive(timeout: .seconds(5), limit: 512)
            }
            guard answer != nil else { throw BenchError("no answer from \(target(number))") }
        }
        for number in 0..<count {
            try way.tcp.measure {
                let socket = try StreamSocket(connect: target(number), timeout: .seconds(5))
                _ = try socket.readAll(timeout: .seconds(5))
            }
        }
    }
}
