import NIOCore
import NIOPosix
import Synchronization

/// Answers HTTP requests on some addresses, until it is shut down.
public final class HTTPServer: Sendable {
    private struct Running {
        var group: MultiThreadedEventLoopGroup
        var service: Service
        var listening: [any Channel]
    }

    private let configuration: HTTPServerConfiguration
    private let handler: any HTTPHandler
    private let running = Mutex<Running?>(nil)

    /// A server that does not listen yet.
    public init(_ configuration: HTTPServerConfiguration, handler: any HTTPHandler) {
        self.configuration = configuration
        self.handler = handler
    }

    /// Begins to listen, everywhere or (when one address can't be had) nowhere.
    public func start() async throws(HTTPServerError) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threadCount)
        let service = Service(configuration, handler, group)
        var listening: [any Channel] = []
        for listener in configuration.listeners {
            do {
                listening.append(try await service.listen(listener, on: group))
            } catch {
                for channel in listening { try? await channel.close() }
                try? await group.shutdownGracefully()
                throw HTTPServerError(
                    operation: "listen on \(listener.host):\(listener.port)",
                    cause: Self.cause(of: error))
            }
        }
        running.withLock {
            $0 = Running(group: group, service: service, listening: listening)
        }
    }

    private static func cause(of error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return switch error.errnoCode {
        case 13: "permission denied"
        case 98: "the address is in use"
        case 99: "the address is not this machine's"
        default: error.description
        }
    }

    /// The ports that it listens on, in the order of the listeners; none before `start`.
    public var ports: [Int] {
        running.withLock { $0?.listening.map { $0.localAddress?.port ?? 0 } ?? [] }
    }

    /// Ends listening, ends open streams, lets requests come to their answers for as long as
    /// `grace`, then cuts what remains.
    public func shutdown(grace: Duration = .seconds(10)) async {
        guard let running = running.withLock({ $0.take() }) else { return }
        for channel in running.listening { try? await channel.close() }
        await running.service.stop(grace: grace)
        try? await running.group.shutdownGracefully()
    }
}
