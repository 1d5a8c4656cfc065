import Conntrack
import Foundation
import LinuxSystem
import NetworkAddress
import Testing

/// Real flows in a namespace of their own, with `conntrack` as the oracle.
@Suite struct ConntrackSocketTests {
    /// A namespace whose loopback is up and tracked.
    private func run(_ body: (String, ConntrackSocket) throws -> Void) throws {
        let name =
            "ct-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
        let namespace = try NetworkNamespace.create(name: name)
        defer { try? NetworkNamespace.remove(name: name) }
        try tool(name, "ip", "link", "set", "lo", "up")
        // Connections are tracked only where something asks for it.
        try tool(name, "nft", "add", "table", "inet", "t")
        try tool(
            name, "nft", "add", "chain", "inet", "t", "c",
            "{ type filter hook output priority 0; }")
        try tool(name, "nft", "add", "rule", "inet", "t", "c", "ct", "state", "new", "accept")
        let socket = try ConntrackSocket(in: namespace)
        try namespace.run {
            let address = SocketEndpoint(.loopback(.ipv4), Port(rawValue: 0))
            let udp = try DatagramSocket(bind: address)
            for port in UInt16(7001)...7005 {
                try udp.send([1], to: SocketEndpoint(.loopback(.ipv4), Port(rawValue: port)))
            }
        }
        try body(name, socket)
    }

    @discardableResult
    private func tool(_ namespace: String, _ words: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["ip", "netns", "exec", namespace] + words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(words)")
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `flows are listed as conntrack lists them`() throws {
        try run { name, socket in
            let oracle = try tool(name, "conntrack", "-L", "-p", "udp")
            let flows = try socket.list(FlowFilter(family: .ipv4, transport: .udp))
            #expect(flows.count == 5)
            for flow in flows {
                let port = try #require(flow.original.sourcePort)
                let destination = try #require(flow.original.destinationPort)
                #expect(
                    oracle.contains(
                        "src=\(flow.original.source) dst=\(flow.original.destination) "
                            + "sport=\(port) dport=\(destination)"), "\(flow.original)")
            }
            #expect(oracle.split(separator: "\n").count == 5)
        }
    }

    @Test func `the kernel leaves out what a filter does not want`() throws {
        try run { _, socket in
            let one = FlowFilter(
                transport: .udp, originalDestination: .loopback(.ipv4),
                originalDestinationPort: Port(rawValue: 7003))
            let flows = try socket.list(one)
            #expect(flows.map(\.original.destinationPort) == [Port(rawValue: 7003)])
            #expect(try socket.list(FlowFilter(family: .ipv6)).isEmpty)
            #expect(try socket.list(FlowFilter(originalDestination: .loopback(.ipv4))).count == 5)
        }
    }

    @Test func `a deleted flow is gone, and the others are not`() throws {
        try run { name, socket in
            #expect(try socket.count() == 5)
            let flows = try socket.list()
            let flow = try #require(flows.first)
            #expect(try socket.delete(flow))
            #expect(try socket.delete(flow) == false)
            #expect(try socket.count() == 4)
            let left = try tool(name, "conntrack", "-L")
            #expect(left.split(separator: "\n").count == 4)
        }
    }
}
