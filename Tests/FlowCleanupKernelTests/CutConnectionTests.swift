import FlowCleanup
import LinuxSystem
import NetworkAddress
import ServiceModel
import Testing

/// TCP connections through the node whose endpoint is taken out.
@Suite struct CutConnectionTests {
    /// A connection through the cluster address, seen from both of its ends.
    struct Connection {
        var client: StreamSocket
        var server: StreamSocket

        /// The ends that don't learn, without sending anything, that the connection was reset.
        func waitingEnds() -> [String] {
            [("client", client), ("server", server)].compactMap { name, socket in
                do throws(SystemError) {
                    _ = try socket.read(exactly: 1, timeout: .seconds(20))
                    return "\(name) read on"
                } catch {
                    // C: ECONNRESET
                    return error.errno.code == 104 ? nil : "\(name): \(error)"
                }
            }
        }

        func isAlive() throws -> Bool {
            try client.write([1], timeout: .seconds(10))
            guard try server.read(exactly: 1, timeout: .seconds(10)) == [1] else { return false }
            try server.write([2], timeout: .seconds(10))
            return try client.read(exactly: 1, timeout: .seconds(10)) == [2]
        }
    }

    let port: UInt16 = 8080

    func connect(
        _ street: Street, _ ends: Ends, to listener: StreamListener, from place: NetworkNamespace
    ) throws -> Connection {
        let target = try ends.cluster(port)
        let client = try place.run { try StreamSocket(connect: target, timeout: .seconds(20)) }
        return Connection(
            client: client, server: try #require(try listener.accept(timeout: .seconds(20))))
    }

    func listen(_ street: Street, _ ends: Ends, _ host: Int) throws -> StreamListener {
        let endpoint = try ends.server(host, port)
        return try street.server.run { try StreamListener(bind: endpoint) }
    }

    func change(
        _ ends: Ends, _ before: [Int], _ after: [Int], _ removal: RemovalPolicy
    ) throws -> FlowWork {
        let old = try ends.plan(.tcp, port: port, hosts: before, removal)
        let new = try ends.plan(.tcp, port: port, hosts: after, removal)
        return .changes([ServiceTable.Change(name: old.name, old: old, plan: new)])
    }

    @Test(arguments: Ends.both)
    func `both ends of an idle connection learn its end at once; others go on`(
        ends: Ends
    ) throws {
        let street = try Street()
        let first = try listen(street, ends, 2)
        let second = try listen(street, ends, 3)
        let told = Told()
        let cleaner = try told.cleaner(in: street.node)
        try street.translate(to: 3)
        let staying = try connect(street, ends, to: second, from: street.client)
        // New connections go elsewhere, to nobody who listens for them, or into a drop.
        for successor in [3, nil] {
            try street.translate(to: 2)
            let outside = try connect(street, ends, to: first, from: street.client)
            let here = try connect(street, ends, to: first, from: street.node)
            try street.translate(to: successor)
            cleaner.take(
                try change(ends, [2, 3], [3], .reset), family: ends.family, nodePortAddresses: [])
            #expect(outside.waitingEnds() == [], "successor \(successor ?? 0)")
            #expect(here.waitingEnds() == [], "successor \(successor ?? 0)")
        }
        try street.translate(to: 3)
        #expect(try staying.isAlive())
        cleaner.finish()
        #expect(told.ended(.tcp) == 4)
        // It went with the thread that made it.
        #expect(try !street.ask("nft", "list", "tables").contains("svcproxy"))
    }

    @Test(arguments: Ends.both)
    func `a new connection between the same ends is not cut`(ends: Ends) throws {
        let street = try Street()
        let listener = try listen(street, ends, 2)
        let told = Told()
        let cleaner = try told.cleaner(in: street.node)
        try street.translate(to: 2)
        let old = try connect(street, ends, to: listener, from: street.client)
        let source = try #require(old.client.local)
        cleaner.take(try change(ends, [2], [], .reset), family: ends.family, nodePortAddresses: [])
        #expect(old.waitingEnds() == [])
        let target = try ends.cluster(port)
        let client = try street.client.run {
            try StreamSocket(connect: target, from: source, timeout: .seconds(20))
        }
        let server = try #require(try listener.accept(timeout: .seconds(20)))
        #expect(try Connection(client: client, server: server).isAlive())
        cleaner.finish()
    }

    @Test func `connections drain for their time, and an endpoint that is back keeps them`() throws
    {
        let ends = Ends(family: .ipv4)
        let street = try Street()
        let listener = try listen(street, ends, 2)
        let told = Told()
        let cleaner = try told.cleaner(in: street.node)
        try street.translate(to: 2)
        let connection = try connect(street, ends, to: listener, from: street.client)
        func take(_ before: [Int], _ after: [Int], _ seconds: Int) throws {
            cleaner.take(
                try change(ends, before, after, .drain(seconds: seconds)), family: .ipv4,
                nodePortAddresses: [])
        }
        try take([2], [], 600)
        #expect(try connection.isAlive())
        try take([], [2], 600)
        // Had the endpoint not been spared, this would cut its connections.
        try take([2], [2], 0)
        #expect(try connection.isAlive())
        let begin = MonotonicClock.nanoseconds
        try take([2], [], 1)
        #expect(try connection.isAlive())
        #expect(connection.waitingEnds() == [])
        #expect(MonotonicClock.nanoseconds - begin >= 1_000_000_000)
        cleaner.finish()
        #expect(told.ended(.tcp) == 1)
    }

    @Test func `a start cuts what leads to nobody who serves, and only where it is wanted`() throws
    {
        let ends = Ends(family: .ipv4)
        let street = try Street()
        let listener = try listen(street, ends, 2)
        try street.translate(to: 2)
        let connection = try connect(street, ends, to: listener, from: street.client)
        let told = Told()
        let keeping = try told.cleaner(in: street.node)
        keeping.take(
            .everything([try ends.plan(.tcp, port: port, hosts: [3])], former: []), family: .ipv4,
            nodePortAddresses: [])
        keeping.finish()
        #expect(try connection.isAlive())
        let cutting = try told.cleaner(in: street.node)
        cutting.take(
            .everything([try ends.plan(.tcp, port: port, hosts: [3], .reset)], former: []),
            family: .ipv4, nodePortAddresses: [])
        #expect(connection.waitingEnds() == [])
        cutting.finish()
        #expect(told.ended(.tcp) == 1)
    }
}
