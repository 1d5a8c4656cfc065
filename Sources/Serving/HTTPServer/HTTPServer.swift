import NIOCore
import NIOPosix
import Synchronization

/// Answers HTTP requests on some addresses, until it is shut down.
public final class HTTPServer: Sendable {
    private struct Running {
        /// Its own threads; nil when they are shared.
        var threads: HTTPThreads?
        var service: Service
        var listening: [any Channel]
    }

    private let configuration: HTTPServerConfiguration
    private let handler: any HTTPHandler
    private let shared: HTTPThreads?
    private let running = Mutex<Running?>(nil)

    /// A server that does not listen yet.
    ///
    /// - Parameter threads: those of several servers; nil: it has `threadCount` of its own.
    public init(
        _ configuration: HTTPServerConfiguration, handler: any HTTPHandler,
        threads: HTTPThreads? = nil
    ) {
        self.configuration = configuration
        self.handler = handler
        shared = threads
    }

    /// Begins to listen, everywhere or (when one address can't be had) nowhere.
    public func start() async throws(HTTPServerError) {
        let own = shared == nil ? HTTPThreads(count: configuration.threadCount) : nil
        guard let group = (own ?? shared)?.group else { return }
        let service = Service(configuration, handler, group)
        var listening: [any Channel] = []
        for listener in configuration.listeners {
            do {
                listening.append(try await service.listen(listener, on: group))
            } catch {
                for channel in listening { try? await channel.close() }
                await own?.shutdown()
                throw HTTPServerError(
                    operation: "listen on \(listener.host):\(listener.port)",
                    cause: Self.cause(of: error))
            }
        }
        running.withLock {
            $0 = Running(threads: own, service: service, listening: listening)
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
        await running.threads?.shutdown()
    }
}
