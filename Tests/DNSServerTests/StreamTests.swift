import DNSMessage
import DNSServer
import LinuxSystem
import NetworkAddress
import Testing

@Suite struct StreamTests {
    func connect(_ rig: Rig) throws -> StreamSocket {
        try StreamSocket(connect: rig.server.endpoint, timeout: .seconds(5))
    }

    /// Messages until the server closes or nothing comes any more.
    func messages(_ socket: StreamSocket, count: Int) throws -> [DNSMessage] {
        var bytes: [UInt8] = []
        var found: [DNSMessage] = []
        while found.count < count {
            if try socket.read(into: &bytes, timeout: .seconds(10)) == 0 { break }
            var at = 0
            while bytes.count >= at + 2 {
                let size = Int(bytes[at]) << 8 | Int(bytes[at + 1])
                guard bytes.count >= at + 2 + size else { break }
                found.append(try DNSMessage(decoding: Array(bytes[(at + 2)..<(at + 2 + size)])))
                at += 2 + size
            }
            bytes.removeFirst(at)
        }
        return found
    }

    @Test func `a hundred questions sent at once are all answered on one connection`() throws {
        let rig = try Rig()
        let socket = try connect(rig)
        var bytes: [UInt8] = []
        for id in 0..<100 as Range<UInt16> {
            bytes += Rig.framed(try Rig.query("web.prod.svc.cluster.local", id: id))
        }
        try socket.write(bytes)
        let replies = try messages(socket, count: 100)
        #expect(Set(replies.map(\.header.id)) == Set(0..<100))
        #expect(replies.allSatisfy { $0.answers.count == 1 })
    }

    @Test func `a question in single bytes is answered`() throws {
        let rig = try Rig()
        let socket = try connect(rig)
        try socket.setNoDelay()
        for byte in Rig.framed(try Rig.query("web.prod.svc.cluster.local")) {
            try socket.write([byte])
        }
        #expect(try messages(socket, count: 1).first?.answers.count == 1)
    }

    @Test func `a client that ends its side still gets its answers`() throws {
        let rig = try Rig()
        let socket = try connect(rig)
        try socket.write(Rig.framed(try Rig.query("many.prod.svc.cluster.local")))
        try socket.endOutput()
        #expect(try messages(socket, count: 2).map(\.answers.count) == [200])
    }

    @Test func `a client that asks much and reads late gets all of it`() throws {
        let rig = try Rig()
        let socket = try connect(rig)
        var bytes: [UInt8] = []
        for id in 0..<1000 as Range<UInt16> {
            bytes += Rig.framed(try Rig.query("many.prod.svc.cluster.local", id: id))
        }
        let writer = try SystemThread.spawn(name: "writes") { [bytes] in
            _ = try? socket.write(bytes, timeout: .seconds(30))
        }
        MonotonicClock.sleep(.milliseconds(200))
        let replies = try messages(socket, count: 1000)
        writer.join()
        #expect(Set(replies.map(\.header.id)) == Set(0..<1000))
        #expect(replies.allSatisfy { $0.answers.count == 200 })
    }

    @Test func `bytes that trickle do not keep a connection`() throws {
        let rig = try Rig { $0.connectionIdle = .milliseconds(300) }
        let socket = try connect(rig)
        let query = Rig.framed(try Rig.query("web.prod.svc.cluster.local"))
        var isClosed = false
        var rest: [UInt8] = []
        // One byte every 100 ms would take 4 s for the question.
        for byte in query {
            do {
                try socket.write([byte])
                if try socket.read(into: &rest, timeout: .milliseconds(100)) == 0 {
                    isClosed = true
                    break
                }
            } catch let error as SystemError where error.errno == .etimedout {
                continue
            } catch {
                isClosed = true
                break
            }
        }
        #expect(isClosed)
    }

    @Test func `more connections than are allowed are closed at once`() throws {
        let rig = try Rig { $0.maximumConnections = 3 }
        let query = Rig.framed(try Rig.query("web.prod.svc.cluster.local"))
        var open: [StreamSocket] = []
        for _ in 0..<3 {
            let socket = try connect(rig)
            try socket.write(query)
            #expect(try messages(socket, count: 1).count == 1)
            open.append(socket)
        }
        let extra = try connect(rig)
        #expect(throws: (any Error).self) {
            try extra.write(query)
            var rest: [UInt8] = []
            let count = try extra.read(into: &rest, timeout: .seconds(5))
            if count == 0 { throw SystemError(operation: "read", errno: .econnreset) }
        }
        try withExtendedLifetime(open) {
            try open[0].write(query)
            #expect(try messages(open[0], count: 1).count == 1)
        }
    }
}
