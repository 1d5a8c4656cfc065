import HTTPServer
import NetworkAddress
import ServiceModel

/// The servers of the proxy's own two ports and of the Services' health check ports. One thread
/// serves all of them.
///
/// An address that can't be had is said once and tried again; while all is served, nothing wakes.
actor HealthPorts {
    /// What is served beside the Services' pages.
    struct Fixed: Sendable {
        var name: String
        var place: SocketEndpoint
        var handler: any HTTPHandler
    }

    private struct Served {
        var server: HTTPServer
        var page: ServiceHealthPage
    }

    private let fixed: [Fixed]
    private let state: ProxyHealthState
    private let say: @Sendable (String) -> Void
    private var threads: HTTPThreads?
    private var fixedServers: [String: HTTPServer] = [:]
    private var served: [SocketEndpoint: Served] = [:]
    /// What was said of places that can't be had, so that it is said once.
    private var complaints: [String: String] = [:]
    private var attempts = 0

    private static let shortestWait = Duration.milliseconds(100)
    private static let longestWait = Duration.seconds(5)

    init(_ fixed: [Fixed], _ state: ProxyHealthState, say: @escaping @Sendable (String) -> Void) {
        self.fixed = fixed
        self.state = state
        self.say = say
    }

    /// Serves what is fixed; throws at the first address that can't be had.
    func openFixed() async throws(HTTPServerError) {
        for fixed in fixed where fixedServers[fixed.name] == nil {
            fixedServers[fixed.name] = try await open(fixed.place, fixed.handler)
        }
    }

    /// Serves what is wanted, and nothing else.
    ///
    /// - Returns: how long to wait before another attempt; nil when all is served.
    func serve(_ wanted: ServiceChecks) async -> Duration? {
        var isComplete = true
        for fixed in fixed where fixedServers[fixed.name] == nil {
            let opened = await attempt(fixed.name, fixed.place, fixed.handler)
            fixedServers[fixed.name] = opened
            if opened == nil { isComplete = false }
        }
        let places = wanted.places { complain($0, $1) }
        await close(served.keys.filter { places[$0] == nil })
        for (place, check) in places.sorted(by: { $0.key < $1.key }) {
            if let page = served[place]?.page {
                page.show(check)
                continue
            }
            let page = ServiceHealthPage(check, state)
            let name = "health check port of Service \(check.service)"
            if let server = await attempt(name, place, page) {
                served[place] = Served(server: server, page: page)
            } else {
                isComplete = false
            }
        }
        attempts = isComplete ? 0 : attempts + 1
        guard !isComplete else { return nil }
        return min(Self.shortestWait * (1 << min(attempts - 1, 10)), Self.longestWait)
    }

    private func attempt(
        _ name: String, _ place: SocketEndpoint, _ handler: any HTTPHandler
    ) async -> HTTPServer? {
        do {
            let server = try await open(place, handler)
            if complaints.removeValue(forKey: "\(name) \(place)") != nil {
                say("\(name): listens on \(place) now")
            }
            return server
        } catch {
            complain("\(name) \(place)", "\(name): \(error); tried again until it is there")
            return nil
        }
    }

    private func complain(_ subject: String, _ sentence: String) {
        guard complaints.updateValue(sentence, forKey: subject) != sentence else { return }
        say(sentence)
    }

    private func open(
        _ place: SocketEndpoint, _ handler: any HTTPHandler
    ) async throws(HTTPServerError) -> HTTPServer {
        // The unspecified address of IPv6 takes connections of both families.
        guard place.address.isUnspecified else {
            return try await open("\(place.address)", place.port, handler)
        }
        do {
            return try await open("::", place.port, handler)
        } catch {
            return try await open("0.0.0.0", place.port, handler)
        }
    }

    private func open(
        _ host: String, _ port: Port, _ handler: any HTTPHandler
    ) async throws(HTTPServerError) -> HTTPServer {
        let threads = threads ?? HTTPThreads(count: 1)
        self.threads = threads
        var configuration = HTTPServerConfiguration(
            listeners: [HTTPListener(host: host, port: Int(port.rawValue))])
        configuration.limits.bodyBytes = 4096
        configuration.limits.fieldBytes = 64 << 10
        let server = HTTPServer(configuration, handler: handler, threads: threads)
        try await server.start()
        return server
    }

    private func close(_ places: [SocketEndpoint]) async {
        let servers = places.compactMap { served.removeValue(forKey: $0)?.server }
        await Self.shutdown(servers)
    }

    private static func shutdown(_ servers: [HTTPServer]) async {
        await withTaskGroup(of: Void.self) { group in
            for server in servers {
                group.addTask { await server.shutdown(grace: .milliseconds(100)) }
            }
        }
    }

    /// Serves nothing any more.
    func closeAll() async {
        await Self.shutdown(Array(fixedServers.values) + served.values.map(\.server))
        fixedServers = [:]
        served = [:]
        await threads?.shutdown()
        threads = nil
    }

    /// The ports that the fixed servers have, by name: for tests that let the kernel choose.
    var fixedPorts: [String: Int] { fixedServers.compactMapValues { $0.ports.first } }
}
