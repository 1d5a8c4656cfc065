import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// A node whose plugins are exchanged while pods run: each implementation goes on with what the
/// other has left, through a whole list.
@Suite(.serialized) struct MigrationTests {
    static func request(_ pod: String, port: Int) -> ConflistRun.Request {
        ConflistRun.Request(
            pod,
            capabilities: [
                "portMappings": [
                    ["hostPort": .int(port), "containerPort": 80, "protocol": "tcp"]
                ],
                "bandwidth": ["ingressRate": 100_000_000, "ingressBurst": 10_000_000],
            ])
    }

    /// Adds a pod with a server in it, and asks it from outside.
    func add(
        _ pod: String, port: Int, by run: ConflistRun, at place: Neighbourhood
    ) async throws {
        let namespace = try place.wire.pod(pod)
        try run.add(Self.request(pod, port: port))
        try await place.serve(pod, port: 80, in: namespace)
        try expect(pod, port: port, at: place)
    }

    func expect(_ pod: String, port: Int, at place: Neighbourhood) throws {
        for (host, far) in zip(Neighbourhood.hostAddresses, Neighbourhood.outsideAddresses) {
            let answer = try place.ask(host, port, from: place.outside)
            #expect(answer == "\(pod) \(far)")
        }
    }

    /// DEL, which the reference's bridge ends with an error for a pod of ours: it has no chain of
    /// iptables for it. By then everything else of the pod is gone.
    func delete(_ pod: String, port: Int, by run: ConflistRun) throws {
        do {
            try run.delete(Self.request(pod, port: port))
        } catch let failure as ConflistFailure {
            #expect(run.implementation == .reference && failure.plugin == "bridge", "\(failure)")
        }
    }

    @Test(arguments: Implementation.allCases)
    func `pods run on, are removed by the other, and new ones come`(
        first: Implementation
    ) async throws {
        let place = try Neighbourhood()
        let wire = place.wire
        let list = ConflistTests.list(ChainTests.plugins)
        let (before, after) = (
            ConflistRun(list, on: wire, by: first), ConflistRun(list, on: wire, by: first.other)
        )
        try await add("a", port: 8080, by: before, at: place)
        try await add("b", port: 8081, by: before, at: place)
        try await add("c", port: 8082, by: after, at: place)
        try expect("a", port: 8080, at: place)
        try delete("a", port: 8080, by: after)
        try expect("b", port: 8081, at: place)
        try expect("c", port: 8082, at: place)
        try delete("c", port: 8082, by: before)
        try expect("b", port: 8081, at: place)
        #expect(try wire.hostLinks().filter { $0 != "up0" }.count == 1)
        #expect(try wire.reservations("net").count == 2)
        try await add("d", port: 8083, by: after, at: place)
        try await add("e", port: 8084, by: before, at: place)
        for (pod, port) in [("b", 8081), ("d", 8083), ("e", 8084)] {
            try expect(pod, port: port, at: place)
            try delete(pod, port: port, by: after)
        }
        #expect(try wire.hostLinks() == ["up0"])
        #expect(try wire.reservations("net").isEmpty)
    }

    @Test func `a port that the reference's DEL left to ours is given to the next pod`()
        async throws
    {
        let place = try Neighbourhood()
        let list = ConflistTests.list(ChainTests.plugins)
        let ours = ConflistRun(list, on: place.wire)
        try await add("a", port: 8080, by: ours, at: place)
        try delete("a", port: 8080, by: ConflistRun(list, on: place.wire, by: .reference))
        try place.wire.removePod("a")
        try await add("b", port: 8080, by: ours, at: place)
        try delete("b", port: 8080, by: ours)
        #expect(try !place.wire.ruleset().contains("8080"))
    }
}
