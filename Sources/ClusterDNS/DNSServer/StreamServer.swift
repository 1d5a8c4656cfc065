import LinuxSystem
import NIOCore
import NIOPosix
import NetworkAddress
import Synchronization

/// Listens for TCP connections and keeps their number bounded.
final class StreamServer: Sendable {
    /// Where it listens, with the port that the kernel chose when 0 was asked for.
    let endpoint: SocketEndpoint
    private let channel: any Channel

    /// What a connection needs of its event loop.
    private typealias Scratches = [ObjectIdentifier: NIOLoopBound<StreamScratch>]

    /// Begins to listen.
    init(
        _ configuration: ServerConfiguration, on group: MultiThreadedEventLoopGroup,
        _ service: SharedService
    ) throws {
        let open = Atomic64()
        let maximum = configuration.maximumConnections
        let parts = configuration.connectionIdle.components
        let idle = TimeAmount.nanoseconds(
            parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
        var scratches: Scratches = [:]
        for loop in group.makeIterator() {
            scratches[ObjectIdentifier(loop)] = try loop.submit {
                NIOLoopBound(StreamScratch(), eventLoop: loop)
            }.wait()
        }
        let shared = scratches
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                guard open.value.add(1, ordering: .relaxed).newValue <= maximum else {
                    open.value.subtract(1, ordering: .relaxed)
                    return channel.close()
                }
                channel.closeFuture.whenComplete { _ in
                    open.value.subtract(1, ordering: .relaxed)
                }
                return channel.eventLoop.makeCompletedFuture {
                    let scratch = shared[ObjectIdentifier(channel.eventLoop)]?.value
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(MessageFrameDecoder()),
                        StreamHandler(service, idle: idle, scratch ?? StreamScratch()))
                }
            }
        let listen = configuration.listen
        do {
            channel = try bootstrap.bind(to: try SocketAddress(listen)).wait()
        } catch let error as IOError {
            throw DNSServerError.listening(
                "listen on \(listen) (TCP)",
                SystemError(operation: "bind", errno: Errno(code: error.errnoCode)))
        }
        let port = channel.localAddress?.port.flatMap { Port(exactly: $0) } ?? listen.port
        endpoint = SocketEndpoint(listen.address, port)
    }

    /// Ends listening; connections end with the event loops.
    func stop() { try? channel.close().wait() }
}

/// A number that several closures share.
private final class Atomic64: Sendable {
    let value = Atomic<Int>(0)
}
