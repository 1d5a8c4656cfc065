import APIMachinery
import ClusterIdentity
import ContainerRuntime
import HTTPServer
import LinuxSystem
import NetworkAddress
import Synchronization

/// Serves a node's logs, commands and forwarded ports, as the kubelet's server does on port 10250.
public final class PodStreamServer: Sendable {
    /// How it is set up.
    public struct Options: Sendable {
        /// Where it listens; empty for all addresses.
        public var address = ""
        /// 0 lets the kernel choose.
        public var port = 10_250
        /// The node's name, for a certificate made here.
        public var nodeName: String
        /// The node's addresses, for a certificate made here.
        public var nodeAddresses: [IPAddress] = []
        /// The certificate to show, as PEM; nil makes one that nobody has signed.
        public var certificate: CertifiedKey?
        /// Who signs certificates of clients, as PEM; nil: clients can't show who they are.
        public var clientAuthority: String?
        /// Whether those are served who don't show who they are.
        public var allowsAnonymous = false

        public init(nodeName: String) { self.nodeName = nodeName }
    }

    private let options: Options
    private let identity: TLSIdentity
    private let service: PodStreamService
    private let running = Mutex<HTTPServer?>(nil)

    /// A server that does not listen yet.
    public init(
        _ options: Options, runtime: any ContainerRuntime, directory: any PodDirectory
    ) throws {
        self.options = options
        let pair = try options.certificate ?? Self.ownCertificate(options)
        identity = try TLSIdentity(
            certificateChain: pair.certificate, privateKey: pair.key,
            clientAuthorities: options.clientAuthority)
        service = PodStreamService(
            runtime: runtime, directory: directory, allowsAnonymous: options.allowsAnonymous)
    }

    private static func ownCertificate(_ options: Options) throws -> CertifiedKey {
        let now = Timestamp(microseconds: WallClock.microseconds)
        let authority = try ClusterAuthority(name: "\(options.nodeName)-ca", now: now)
        return try authority.issue(
            .server(
                options.nodeName, names: [options.nodeName], addresses: options.nodeAddresses),
            now: now)
    }

    /// Begins to listen.
    public func start() async throws(HTTPServerError) {
        guard options.address.isEmpty else { return try await start(on: options.address) }
        // IPv6's address for all takes IPv4 as well; a machine may be without IPv6.
        do throws(HTTPServerError) {
            try await start(on: "::")
        } catch {
            try await start(on: "0.0.0.0")
        }
    }

    private func start(on host: String) async throws(HTTPServerError) {
        var configuration = HTTPServerConfiguration(
            listeners: [HTTPListener(host: host, port: options.port, identity: identity)])
        configuration.threadCount = 2
        let server = HTTPServer(configuration, handler: service)
        try await server.start()
        running.withLock { $0 = server }
    }

    /// The port that it listens on; 0 before `start`.
    public var port: Int { running.withLock { $0?.ports.first } ?? 0 }

    /// Ends it, with all streams.
    public func shutdown() async {
        let server = running.withLock { $0.take() }
        await server?.shutdown(grace: .seconds(1))
    }
}
