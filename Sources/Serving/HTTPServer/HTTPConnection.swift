import NIOCore
import NIOPosix

/// A connection that carries bytes both ways and nothing else: what is left of one of HTTP after an
/// upgrade (RFC 9110 section 7.8). One task reads; any number write.
public final class HTTPConnection: Sendable {
    private let channel: any Channel
    private let inbox: ConnectionInbox

    package init(_ channel: any Channel, _ inbox: ConnectionInbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// A connection over a connected socket, which is owned from here on.
    public static func adopting(
        socket descriptor: Int32
    ) async throws(HTTPServerError) -> HTTPConnection {
        let inbox = ConnectionInbox()
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox))
                    }
                }
                .withConnectedSocket(descriptor).get()
            return HTTPConnection(channel, inbox)
        } catch {
            throw HTTPServerError(operation: "take over a connection", cause: "\(error)")
        }
    }

    /// What came next; waits for it. A reader that is cancelled ends the connection.
    /// - Returns: nil when nothing more will come.
    public func read() async -> [UInt8]? {
        await withTaskCancellationHandler {
            let (bytes, mustAsk) = await inbox.next()
            if mustAsk { channel.read() }
            return bytes
        } onCancel: {
            inbox.end()
            close()
        }
    }

    /// Sends bytes; returns when the kernel has them, so that who writes is as fast as who reads.
    public func write(_ bytes: [UInt8]) async throws(HTTPServerError) {
        guard !bytes.isEmpty else { return }
        do {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } catch {
            throw HTTPServerError(operation: "write to a connection", cause: "\(error)")
        }
    }

    /// Says that nothing more will be written; what comes can still be read.
    public func finishWriting() { channel.close(mode: .output, promise: nil) }

    /// Ends it. What was written has been sent.
    public func close() { channel.close(promise: nil) }
}
