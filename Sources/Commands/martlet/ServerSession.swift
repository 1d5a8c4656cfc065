import APIServer
import ClusterIdentity
import HTTPServer
import LinuxSystem
import ObjectStore
import SQLiteStore

/// One run of the server.
final class ServerSession: Sendable {
    /// What works on the server in its process, until its task is cancelled.
    typealias Company = @Sendable (APIServer, ClusterPKI) async -> Void

    private let options: ServerOptions
    private let configuration: APIServerConfiguration
    private let name: String
    private let company: Company?

    init(
        _ options: ServerOptions, _ configuration: APIServerConfiguration, name: String,
        company: Company? = nil
    ) {
        self.options = options
        self.configuration = configuration
        self.name = name
        self.company = company
    }

    /// Serves until a signal arrives. The calling thread waits.
    func run(until signals: ProcessSignals) throws {
        let (stop, stopper) = AsyncStream.makeStream(of: Void.self)
        try SignalledTask.run(until: signals) {
            try await withTaskCancellationHandler {
                // What ends the server in order must not be cancelled itself.
                try await Task { try await self.serve(until: stop) }.value
            } onCancel: {
                stopper.finish()
            }
        }
    }

    private func serve(until stop: AsyncStream<Void>) async throws {
        let store = try SQLiteStore(path: options.dataDir + "/state.db")
        let compaction = Task { await RegularCompaction().run(store) }
        defer { compaction.cancel() }
        for name in try options.admissionSteps("--enable-admission-plugins")
        where !APIServerConfiguration.admissionSteps.contains(name) {
            say("--enable-admission-plugins: \(name) is not here; it is left out")
        }
        let identity = try ServerIdentity(
            options, serviceAddresses: configuration.serviceAddresses, say: say)
        try identity.writeKubeconfig(options, say: say)
        let server = APIServer(
            configuration: configuration, identity: identity.api, store: store)
        try await server.start()
        let http = HTTPServer(try httpConfiguration(identity), handler: server)
        try await http.start()
        say("serving the API on \(options.address)")
        let company = Task { [company] in await company?(server, identity.pki) }
        for await _ in stop {}
        company.cancel()
        server.stop()
        await http.shutdown()
        await store.close()
    }

    private func say(_ sentence: String) {
        try? StandardStream.error.write("martlet \(name): \(sentence)\n")
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
