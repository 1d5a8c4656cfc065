import NIOPosix

/// Threads that several servers share: a server that comes and goes starts none.
public final class HTTPThreads: Sendable {
    let group: MultiThreadedEventLoopGroup

    /// So many threads, at work at once.
    public init(count: Int) { group = MultiThreadedEventLoopGroup(numberOfThreads: count) }

    /// Ends them; to be called when all of their servers are shut down.
    public func shutdown() async { try? await group.shutdownGracefully() }
}
