import ArgumentParser
import ClusterZone
import DNSMessage
import DNSServer
import KubernetesFiles
import LinuxSystem
import NetworkAddress

/// `clusterdns serve`: answers until it is told to end.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a cluster's names, following its objects as they change.",
        discussion: """
            Ends on SIGTERM or SIGINT; SIGHUP is ignored. \
            Exit status: 0 ended as told, 1 cannot serve, 64 wrong use.
            """)

    @OptionGroup var zone: ZoneOptions

    @Option(help: "Address to listen on, as 10.0.0.10, 0.0.0.0:5353 or [::]:53.")
    var listen = "0.0.0.0:53"

    @Option(help: "Ask the servers of a resolv.conf for everything else.")
    var resolvConf: String?

    @Option(help: "Ask this server for everything else; give it again for more.")
    var forward: [String] = []

    @Option(
        name: .customLong("fallthrough"),
        help: "Ask for missing names of this zone, too (default: the zones of addresses).")
    var fallthroughZones: [String] = []

    @Option(help: "The most bytes of an answer over UDP.")
    var bufsize = 1232

    @Option(help: "Keep forwarded answers up to so many seconds; 0 keeps none.")
    var cache: UInt32 = 30

    @Option(help: "Threads for UDP (default: one a processor).")
    var workers: Int?

    func run() throws {
        let configuration = try serverConfiguration()
        // Before there is a second thread: each inherits that they are blocked.
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.hangUp)
        try ProcessSignals.ignore(.brokenPipe)
        try ServeSession(try zone.origin().source, configuration).run(until: signals)
    }

    private func serverConfiguration() throws -> ServerConfiguration {
        let endpoint = try Self.endpoint(listen, "--listen")
        let own = endpoint.address.isUnspecified ? [] : [endpoint.address]
        let zones = try zone.configuration(serverAddresses: own)
        var configuration = ServerConfiguration(listen: endpoint, zone: zones)
        configuration.upstreams = try forward.map { try Self.endpoint($0, "--forward") }
        if let resolvConf {
            let resolvers = try ResolverConfiguration(
                parsing: try Files.readText(resolvConf), path: resolvConf)
            configuration.upstreams += resolvers.servers
            if let seconds = resolvers.timeoutSeconds {
                configuration.upstreamTimeout = .seconds(seconds)
            }
            if let attempts = resolvers.attempts {
                configuration.upstreamAttempts = attempts * resolvers.servers.count
            }
        }
        configuration.fallthroughZones =
            fallthroughZones.isEmpty
            ? zones.reverseZones
            : try fallthroughZones.map { try ZoneOptions.zone($0, "--fallthrough") }
        configuration.datagramSize = bufsize
        configuration.cacheSeconds = cache
        configuration.workers = workers
        return configuration
    }

    /// An address, with port 53 unless it says another.
    static func endpoint(_ text: String, _ option: String) throws -> SocketEndpoint {
        if let address = IPAddress(text) { return SocketEndpoint(address, 53) }
        guard let endpoint = SocketEndpoint(text) else {
            throw ValidationError(
                "\(option) \"\(text)\": expected an address such as 10.96.0.10 or 127.0.0.1:5353")
        }
        return endpoint
    }
}
