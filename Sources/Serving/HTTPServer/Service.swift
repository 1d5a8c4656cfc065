import NIOCore
import NIOPosix
import Synchronization

/// What all connections of a server share.
final class Service: Sendable {
    let configuration: HTTPServerConfiguration
    let handler: any HTTPHandler
    /// Whether answers are the last of their connections.
    let isStopping = Atomic(false)
    /// Requests that handlers are at work on.
    let underWay = Atomic(0)
    private let outboxes: [ObjectIdentifier: LoopOutbox]
    private let connections = ConnectionTable()

    init(
        _ configuration: HTTPServerConfiguration, _ handler: any HTTPHandler,
        _ group: MultiThreadedEventLoopGroup
    ) {
        self.configuration = configuration
        self.handler = handler
        var outboxes: [ObjectIdentifier: LoopOutbox] = [:]
        for loop in group.makeIterator() { outboxes[ObjectIdentifier(loop)] = LoopOutbox(loop) }
        self.outboxes = outboxes
    }

    func outbox(of loop: any EventLoop) -> LoopOutbox {
        outboxes[ObjectIdentifier(loop)] ?? LoopOutbox(loop)
    }

    func listen(
        _ listener: HTTPListener, on group: MultiThreadedEventLoopGroup
    ) async throws
        -> any Channel
    {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(
                .writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10)
            )
            .childChannelInitializer { channel in
                self.connections.add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let setup = ConnectionSetup(self, channel)
                    guard let identity = listener.identity else { return try setup.sniff() }
                    try setup.secure(with: identity)
                }
            }
            .bind(host: listener.host, port: listener.port).get()
    }

    /// Ends streams and idle connections, waits for the others, then cuts them.
    func stop(grace: Duration) async {
        isStopping.store(true, ordering: .releasing)
        for outbox in outboxes.values { outbox.closeAll() }
        for channel in connections.all {
            channel.eventLoop.execute {
                channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
        await connections.waitUntilEmpty(atMost: grace)
        for channel in connections.all { channel.close(promise: nil) }
        await connections.waitUntilEmpty(atMost: .seconds(1))
        // Handlers that were cancelled may still come back to their event loops.
        for _ in 0..<200 where underWay.load(ordering: .acquiring) > 0 {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// What is known of the other end of a connection.
struct Peer: Sendable {
    var address: String
    var isSecure: Bool
    var certificates: [[UInt8]] = []
    var certificateProblem: String?
    /// Whether this is a stream among others of its connection: HTTP/2.
    var isMultiplexed = false
}
