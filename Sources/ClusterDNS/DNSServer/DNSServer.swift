import ClusterZone
import KubernetesClient
import LinuxSystem
import NIOCore
import NIOPosix
import NetworkAddress

/// A cluster's name server: UDP by a thread a core, TCP and upstreams on event loops, and zones
/// that are replaced while all of them go on.
public final class DNSServer: Sendable {
    /// Where it listens, with the port that the kernel chose when 0 was asked for.
    public let endpoint: SocketEndpoint
    /// Where newer states of the zones go.
    public let publication: IndexPublication

    private let workers: [DatagramWorker]
    private let streams: StreamServer
    private let service: SharedService
    // Connections on one loop, upstreams on another, so that neither delays the other.
    private let streamGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let upstreamGroup: MultiThreadedEventLoopGroup?

    /// Starts to serve.
    ///
    /// - Parameters:
    ///   - log: takes a line for each thing that went wrong and can be gone on from.
    /// - Throws: a `DNSServerError` that says in one line what to do.
    public init(
        _ configuration: ServerConfiguration, index: ZoneIndex,
        log: @Sendable @escaping (String) -> Void = { _ in }
    ) throws {
        try Self.check(configuration)
        publication = IndexPublication(index)
        let upstreamGroup =
            configuration.upstreams.isEmpty ? nil : MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.upstreamGroup = upstreamGroup
        do {
            let forwarder = try upstreamGroup.map { try Forwarder(configuration, on: $0.next()) }
            service = SharedService(
                publication, ResponsePolicy(configuration), forwarder, log: log)
            // TCP first: it refuses a port that another server shares, where UDP joins it.
            streams = try StreamServer(configuration, on: streamGroup, service)
            endpoint = streams.endpoint
            let count = configuration.workers ?? SystemThread.processorCount
            var workers: [DatagramWorker] = []
            for _ in 0..<max(1, count) {
                workers.append(DatagramWorker(try Self.socket(endpoint), service))
            }
            self.workers = workers
            for (number, worker) in workers.enumerated() { try worker.start(number: number) }
        } catch {
            try? streamGroup.syncShutdownGracefully()
            try? upstreamGroup?.syncShutdownGracefully()
            throw error
        }
    }

    private static func socket(_ endpoint: SocketEndpoint) throws -> DatagramSocket {
        do {
            return try DatagramSocket(
                bind: endpoint, reusePort: true, isVersion6Only: false,
                receiveBufferBytes: 4 << 20)
        } catch {
            throw DNSServerError.listening("listen on \(endpoint) (UDP)", error)
        }
    }

    private static func check(_ configuration: ServerConfiguration) throws(DNSServerError) {
        guard !configuration.upstreams.contains(configuration.listen) else {
            throw DNSServerError(
                "forward to \(configuration.listen): this is where the server itself listens")
        }
        guard (512...65535).contains(configuration.datagramSize) else {
            throw DNSServerError(
                "bufsize \(configuration.datagramSize): expected a number from 512 to 65535")
        }
    }

    /// Ends all threads and connections; answers under way are given up.
    public func stop() {
        for worker in workers { worker.stop() }
        streams.stop()
        service.forwarder?.stop()
        for worker in workers { worker.join() }
        try? streamGroup.syncShutdownGracefully()
        try? upstreamGroup?.syncShutdownGracefully()
    }
}
