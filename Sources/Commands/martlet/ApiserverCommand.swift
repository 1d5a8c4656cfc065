import APIServer
import ArgumentParser
import Foundation
import HTTPServer
import LinuxSystem
import ObjectStore
import SQLiteStore
import Synchronization

/// `martlet apiserver`: serves the API until it is told to end.
struct ApiserverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apiserver",
        abstract: "Serve the Kubernetes API over a file.",
        discussion: """
            Ends on SIGTERM or SIGINT. \
            Exit status: 0 ended as told, 1 cannot serve, 64 wrong use.
            """)

    @Option(help: "Where the cluster's data is kept.")
    var dataDir = "/var/lib/martlet"

    @Option(help: "Serve plain HTTP without authentication on this port of the loopback.")
    var insecurePort: Int?

    func run() throws {
        // Before there is a second thread: each inherits that they are blocked.
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.brokenPipe)
        try FileManager.default.createDirectory(
            atPath: dataDir, withIntermediateDirectories: true)
        try ServerSession(dataDir: dataDir, insecurePort: insecurePort).run(until: signals)
    }
}

/// One run of the server.
final class ServerSession: Sendable {
    private let dataDir: String
    private let insecurePort: Int?
    private let end = Mutex<Result<Void, any Error>?>(nil)

    init(dataDir: String, insecurePort: Int?) {
        self.dataDir = dataDir
        self.insecurePort = insecurePort
    }

    /// Serves until a signal arrives. The calling thread waits.
    func run(until signals: ProcessSignals) throws {
        let (stop, stopper) = AsyncStream.makeStream(of: Void.self)
        let serving = Task {
            let result: Result<Void, any Error>
            do {
                try await serve(until: stop)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            end.withLock { $0 = result }
        }
        defer { serving.cancel() }
        while end.withLock({ $0 == nil }) {
            if try signals.wait(timeout: .milliseconds(100)) != nil { stopper.finish() }
        }
        try end.withLock { $0 }?.get()
    }

    private func serve(until stop: AsyncStream<Void>) async throws {
        let store = try SQLiteStore(path: dataDir + "/state.db")
        let server = APIServer(configuration: APIServerConfiguration(), store: store)
        try await server.start()
        var listeners: [HTTPListener] = []
        if let insecurePort {
            listeners.append(HTTPListener(host: "127.0.0.1", port: insecurePort))
        }
        let http = HTTPServer(HTTPServerConfiguration(listeners: listeners), handler: server)
        try await http.start()
        for await _ in stop {}
        await http.shutdown()
        server.stop()
        await store.close()
    }
}
