import Dispatch
import HTTPServer

/// A handler that is a closure.
struct Answering: HTTPHandler {
    var answer: @Sendable (HTTPRequest) async -> HTTPResponse

    func respond(to request: HTTPRequest) async -> HTTPResponse { await answer(request) }

    /// Says what it was asked.
    static let echo = Answering { request in
        var text = "\(request.method) \(request.path)"
        if let query = request.query { text += " ? \(query)" }
        text += " [\(String(decoding: request.body, as: UTF8.self))]"
        return HTTPResponse(status: 200, body: .bytes(Array(text.utf8)))
    }
}

/// Runs a server on a port of the kernel's choice while the body runs.
func serving(
    _ handler: any HTTPHandler, limits: HTTPLimits = HTTPLimits(),
    change: (inout HTTPServerConfiguration) -> Void = { _ in },
    _ body: @Sendable (Int) async throws -> Void
) async throws {
    var configuration = HTTPServerConfiguration(
        listeners: [HTTPListener(host: "127.0.0.1", port: 0)])
    configuration.limits = limits
    configuration.threadCount = 2
    change(&configuration)
    let server = HTTPServer(configuration, handler: handler)
    try await server.start()
    do {
        try await withTaskExecutorPreference(ClientThread()) {
            try await body(server.ports[0])
        }
    } catch {
        await server.shutdown(grace: .seconds(1))
        throw error
    }
    await server.shutdown(grace: .seconds(1))
}

/// A thread for a client that blocks: the pool's are the server's.
final class ClientThread: TaskExecutor {
    private static let mark = DispatchSpecificKey<Bool>()
    private let queue = DispatchQueue(label: "client")

    init() { queue.setSpecific(key: Self.mark, value: true) }

    /// Whether this runs on such a thread.
    static var isCurrent: Bool { DispatchQueue.getSpecific(key: mark) ?? false }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
