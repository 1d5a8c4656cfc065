import APIServer
import HTTPServer
import LinuxSystem
import ObjectStore
import SQLiteStore
import Synchronization

/// One run of the server.
final class ServerSession: Sendable {
    private let options: ServerOptions
    private let configuration: APIServerConfiguration
    private let end = Mutex<Result<Void, any Error>?>(nil)

    init(_ options: ServerOptions, _ configuration: APIServerConfiguration) {
        self.options = options
        self.configuration = configuration
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
        let store = try SQLiteStore(path: options.dataDir + "/state.db")
        let compaction = Task { await RegularCompaction().run(store) }
        defer { compaction.cancel() }
        for name in try options.admissionSteps("--enable-admission-plugins")
        where !APIServerConfiguration.admissionSteps.contains(name) {
            Self.say("--enable-admission-plugins: \(name) is not here; it is left out")
        }
        let identity = try ServerIdentity(
            options, serviceAddresses: configuration.serviceAddresses, say: Self.say)
        try identity.writeKubeconfig(options, say: Self.say)
        let server = APIServer(
            configuration: configuration, identity: identity.api, store: store)
        try await server.start()
        let http = HTTPServer(try httpConfiguration(identity), handler: server)
        try await http.start()
        Self.say("serving the API on \(options.address)")
        for await _ in stop {}
        server.stop()
        await http.shutdown()
        await store.close()
    }

    private static func say(_ sentence: String) {
        try? StandardStream.error.write("martlet apiserver: \(sentence)\n")
    }

    private func httpConfiguration(
        _ identity: ServerIdentity
    ) throws -> HTTPServerConfiguration {
        var listeners: [HTTPListener] = []
        if options.securePort != 0 {
            listeners.append(
                HTTPListener(
                    host: options.bindAddress, port: options.securePort,
                    identity: try identity.tls(options)))
        }
        if let port = options.insecurePort {
            listeners.append(HTTPListener(host: "127.0.0.1", port: port))
        }
        var configuration = HTTPServerConfiguration(listeners: listeners)
        configuration.refusal = { APIServer.refusal($0) }
        return configuration
    }
}
