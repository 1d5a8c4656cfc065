import LinuxSystem
import NetworkAddress
import Synchronization
import Testing

@Suite struct SocketTests {
    private let patience = Duration.seconds(10)

    private func endpoint(_ text: String) throws -> SocketEndpoint {
        try #require(SocketEndpoint(text))
    }

    /// A namespace whose loopback is up: nothing else listens there.
    private func quietNamespace() throws -> NetworkNamespace {
        let namespace = try NetworkNamespace.create()
        let child = try {
            var program = ChildProcess.Program("/usr/bin/env", ["ip", "link", "set", "lo", "up"])
            program.networkNamespace = namespace.descriptor
            return try ChildProcess.spawn(program)
        }()
        #expect(try child.wait(timeout: patience) == .exited(0))
        return namespace
    }

    @Test(arguments: ["127.0.0.1:0", "[::1]:0"])
    func `a connection carries bytes both ways, to its end`(text: String) throws {
        let address = try endpoint(text)
        let patience = patience
        try quietNamespace().run {
            let listener = try StreamListener(bind: address)
            #expect(listener.endpoint.port != 0)
            #expect(try listener.accept(timeout: .milliseconds(2)) == nil)
            let client = try StreamSocket(connect: listener.endpoint, timeout: patience)
            let server = try #require(try listener.accept(timeout: patience))
            #expect(server.peer == client.local && client.peer == listener.endpoint)
            try client.setNoDelay()
            try client.write(Array("hello".utf8), timeout: patience)
            #expect(try server.read(exactly: 5, timeout: patience) == Array("hello".utf8))
            let late = #expect(throws: SystemError.self) {
                try server.read(exactly: 1, timeout: .milliseconds(5))
            }
            #expect(late?.errno == .etimedout)
            try client.endOutput()
            #expect(try server.read(exactly: 1, timeout: patience) == nil)
            let large = [UInt8](repeating: 7, count: 2_000_000)
            let writer = try SystemThread.spawn(name: "writer") {
                try? server.write(large, timeout: patience)
                try? server.endOutput()
            }
            #expect(try client.readAll(timeout: patience) == large)
            writer.join()
        }
    }

    @Test func `nobody there, and a place that is taken, are told`() throws {
        try quietNamespace().run { [self] in
            let refused = #expect(throws: SystemError.self) {
                try StreamSocket(connect: endpoint("127.0.0.1:9"), timeout: patience)
            }
            #expect(
                refused?.description
                    == "connect to 127.0.0.1:9: connection refused (ECONNREFUSED)")
            let unreachable = #expect(throws: SystemError.self) {
                try StreamSocket(connect: endpoint("192.0.2.1:9"), timeout: patience)
            }
            #expect(unreachable?.errno == .enetunreach)
            let first = try StreamListener(bind: endpoint("127.0.0.1:80"))
            let taken = #expect(throws: SystemError.self) {
                try StreamListener(bind: endpoint("127.0.0.1:80"))
            }
            #expect(
                taken?.description == "bind to 127.0.0.1:80: address already in use (EADDRINUSE)")
            #expect(first.endpoint.port == 80)
        }
    }

    @Test
    func `sockets share a place when both say so, and a version 6 one leaves version 4 alone`()
        throws
    {
        try quietNamespace().run { [self] in
            let four = try DatagramSocket(bind: endpoint("0.0.0.0:53"), reusePort: true)
            let more = try DatagramSocket(bind: endpoint("0.0.0.0:53"), reusePort: true)
            let six = try DatagramSocket(bind: endpoint("[::]:53"), reusePort: true)
            #expect([four, more, six].allSatisfy { $0.endpoint.port == 53 })
            let taken = #expect(throws: SystemError.self) {
                try DatagramSocket(bind: endpoint("0.0.0.0:53"))
            }
            #expect(taken?.errno == .eaddrinuse)
        }
    }

    @Test func `a datagram is sent and received, or waited for in vain`() throws {
        try quietNamespace().run { [self] in
            let server = try DatagramSocket(bind: endpoint("[::1]:0"))
            let client = try DatagramSocket(bind: endpoint("[::1]:0"))
            #expect(try server.receive(timeout: .milliseconds(2)) == nil)
            try client.send([1, 2, 3], to: server.endpoint)
            let received = try #require(try server.receive(timeout: patience))
            #expect(received.bytes == [1, 2, 3] && received.peer == client.endpoint)
            try server.send([], to: received.peer)
            #expect(try client.receive(timeout: patience)?.bytes == [])
            try client.connect(to: endpoint("[::1]:9"))
            try client.send([1])
            let refused = #expect(throws: SystemError.self) {
                try client.receive(timeout: patience)
            }
            #expect(refused?.errno == .econnrefused)
        }
    }

    @Test(arguments: ["127.0.0.1:0", "0.0.0.0:0", "[::1]:0", "[::]:0"])
    func `a batch answers each datagram from where it was sent to`(text: String) throws {
        try quietNamespace().run { [self] in
            let server = try DatagramSocket(bind: endpoint(text), receiveBufferBytes: 1 << 20)
            let isFour = server.endpoint.address.family == .ipv4
            // Not the address that the kernel would choose by itself.
            let asked = try #require(
                server.endpoint.address.isUnspecified && isFour
                    ? IPAddress("127.0.0.77") : isFour ? IPAddress("127.0.0.1") : IPAddress("::1"))
            let target = SocketEndpoint(asked, server.endpoint.port)
            let clients = try (0..<3).map { _ in
                try DatagramSocket(bind: endpoint(isFour ? "127.0.0.1:0" : "[::1]:0"))
            }
            let batch = DatagramBatch(capacity: 8, receiveBytes: 16, sendBytes: 32)
            #expect(try batch.receive(from: server, timeout: .milliseconds(2)) == 0)
            for (number, client) in clients.enumerated() {
                for round in 0..<4 {
                    try client.send([UInt8(number), UInt8(round)], to: target)
                }
            }
            var served = 0
            while served < 12 {
                let count = try batch.receive(from: server, timeout: patience)
                #expect(count > 0 && count <= 8)
                if count == 0 { break }
                served += count
                batch.answer { request, peer, answer in
                    // Every other one stays without an answer.
                    guard request.count == 2, request[1] % 2 == 0 else { return }
                    for index in request.indices { answer.append(request[index]) }
                    answer.append(UInt8(truncatingIfNeeded: peer.port.rawValue))
                }
                try batch.send(to: server)
            }
            for (number, client) in clients.enumerated() {
                let port = UInt8(truncatingIfNeeded: client.endpoint.port.rawValue)
                for round in [UInt8(0), 2] {
                    let answer = try #require(try client.receive(timeout: patience))
                    #expect(answer.bytes == [UInt8(number), round, port])
                    #expect(answer.peer == target)
                }
                #expect(try client.receive(timeout: .milliseconds(2)) == nil)
            }
        }
    }

    @Test func `a datagram that is too long is cut, and said so`() throws {
        try quietNamespace().run { [self] in
            let server = try DatagramSocket(bind: endpoint("127.0.0.1:0"))
            let client = try DatagramSocket(bind: endpoint("127.0.0.1:0"))
            let batch = DatagramBatch(capacity: 4, receiveBytes: 8, sendBytes: 8)
            try client.send([UInt8](repeating: 1, count: 9), to: server.endpoint)
            try client.send([UInt8](repeating: 2, count: 8), to: server.endpoint)
            var lengths: [Int] = []
            var cut: [Bool] = []
            while lengths.count < 2 {
                let count = try batch.receive(from: server, timeout: patience)
                if count == 0 { break }
                for index in 0..<count {
                    batch.withDatagram(index) { lengths.append($0.count) }
                    cut.append(batch.isCutOff(index))
                    #expect(batch.peer(index) == client.endpoint)
                }
            }
            #expect(lengths == [8, 8] && cut == [true, false])
            #expect(batch.peer(4) == nil && !batch.isCutOff(9))
        }
    }

    @Test func `an answer that can't be sent doesn't keep the others back`() throws {
        try quietNamespace().run { [self] in
            let server = try DatagramSocket(bind: endpoint("127.0.0.1:0"))
            let batch = DatagramBatch(capacity: 4, receiveBytes: 64, sendBytes: 64)
            let good = try DatagramSocket(bind: endpoint("127.0.0.1:0"))
            do {
                let gone = try DatagramSocket(bind: endpoint("127.0.0.1:0"))
                try gone.send([1], to: server.endpoint)
            }
            try good.send([2], to: server.endpoint)
            var served = 0
            while served < 2 {
                let count = try batch.receive(from: server, timeout: patience)
                if count == 0 { break }
                served += count
                batch.answer { request, _, answer in answer.append(request[0]) }
                try batch.send(to: server)
            }
            #expect(try good.receive(timeout: patience)?.bytes == [2])
            try good.send([3], to: server.endpoint)
            #expect(try batch.receive(from: server, timeout: patience) == 1)
        }
    }
}
