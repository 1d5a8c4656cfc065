import LinuxSystem
import Netlink
import Testing

/// Sockets of every protocol, in a namespace of their own.
@Suite struct SocketTests {
    @Test func `links of a new namespace are dumped`() throws {
        let namespace = try NetworkNamespace.create()
        let socket = try namespace.run { try NetlinkSocket(protocol: .route) }
        // C: RTM_GETLINK, RTM_NEWLINK, struct ifinfomsg
        let messages = try socket.dump(type: 18, operation: "list links") { $0.append(zeros: 16) }
        #expect(messages.count >= 1)
        #expect(messages.allSatisfy { $0.type == 16 })
    }

    @Test func `a refusal names operation, subject and errno`() throws {
        let namespace = try NetworkNamespace.create()
        let socket = try namespace.run { try NetlinkSocket(protocol: .route) }
        // C: RTM_GETLINK of an index that is not there
        let error = #expect(throws: NetlinkError.self) {
            try socket.request(type: 18, operation: "read link", subject: "4242") { writer in
                writer.append(u32: 0)
                writer.append(u32: 4242)
                writer.append(zeros: 8)
            }
        }
        #expect(error?.errno == .enodev)
        #expect(error?.description.hasPrefix("read link 4242: ") == true)
    }

    @Test func `events reach a subscribed socket, and none is an empty list`() throws {
        let namespace = try NetworkNamespace.create()
        // C: RTNLGRP_LINK
        let events = try namespace.run { try NetlinkSocket(protocol: .route, groups: [1]) }
        #expect(try events.receiveEvents(timeout: .zero).isEmpty)
        let socket = try namespace.run { try NetlinkSocket(protocol: .route) }
        // C: RTM_NEWLINK of the loopback, IFF_UP
        try socket.request(type: 16, operation: "set link up", subject: "lo") { writer in
            writer.append(u32: 0)
            writer.append(u32: 1)
            writer.append(u32: 1)
            writer.append(u32: 1)
        }
        #expect(try events.receiveEvents(timeout: .seconds(5)).isEmpty == false)
    }

    @Test func `a socket stays in its namespace and serves every thread`() async throws {
        let namespace = try NetworkNamespace.create()
        let socket = try namespace.run { try NetlinkSocket(protocol: .route) }
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try (0..<50).map { _ in
                        try socket.dump(type: 18, operation: "list links") {
                            $0.append(zeros: 16)
                        }.count
                    }.max() ?? 0
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(counts.count == 1)
    }
}
