import APIMachinery
import AccessControl
import ClusterIdentity
import HTTPServer
import JSON
import LinuxSystem
import ObjectStore
import ResourceModel
import ResourceSchema
import Synchronization
import WatchCache

/// The API server: answers the API's requests over a store.
public final class APIServer: HTTPHandler {
    let configuration: APIServerConfiguration
    let registry: ResourceRegistry
    let schemas: SchemaTable
    let cache: WatchCache
    let admission: Admission
    let access: AccessFilter
    let serviceHook: ServiceHook
    let hooks: WriteHooks
    let discovery: DiscoveryRoutes
    let identity: APIServerIdentity
    let authenticator: Authenticator
    let limit: InFlightLimit
    let metrics = ServerMetrics()
    private let phase = Mutex(Phase.starting)
    private let tasks = Mutex<[Task<Void, Never>]>([])

    private enum Phase {
        case starting, ready, stopping
    }

    var bodies: BodyReading { BodyReading(registry: registry, schemas: schemas) }

    /// A server over a store; it answers once `start` has returned.
    public init(
        configuration: APIServerConfiguration, identity: APIServerIdentity = APIServerIdentity(),
        store: any ObjectStore,
        definitions: [ResourceDefinition] = APIServer.kubernetes
    ) {
        self.configuration = configuration
        registry = ResourceRegistry(definitions)
        schemas = .kubernetes
        cache = WatchCache(store: store)
        access = AccessFilter(modes: configuration.authorizationModes)
        admission = .standard(without: configuration.disabledAdmission)
        let forms = NewObjects(registry: registry, schemas: schemas)
        serviceHook = ServiceHook(
            ranges: configuration.serviceRanges, ports: configuration.nodePorts
        ) { object throws(APIStatus) in try forms.bytes(object) }
        hooks = WriteHooks(byResource: [GroupResource(resource: "services"): serviceHook])
        discovery = DiscoveryRoutes(definitions, schemas: schemas)
        self.identity = identity
        authenticator = Self.makeAuthenticator(identity, configuration, cache)
        limit = InFlightLimit(
            reading: configuration.maximumReading, writing: configuration.maximumWriting)
    }

    /// Loads what is stored and makes what every cluster has.
    public func start() async throws {
        try await cache.start()
        access.follow(cache)
        try await restoreServices()
        try await bootstrap()
        phase.withLock { $0 = .ready }
        let expiry = Task { await expireEvents() }
        tasks.withLock { $0.append(expiry) }
    }

    /// Says that it is no longer ready, and ends all watches.
    public func stop() {
        phase.withLock { $0 = .stopping }
        for task in tasks.withLock({ $0 }) { task.cancel() }
        cache.stop()
    }

    /// The time of day.
    static var now: Timestamp { Timestamp(microseconds: WallClock.microseconds) }

    /// Whether it has loaded and made everything.
    var isReady: Bool { phase.withLock { $0 == .ready } }

    /// Whether it is coming to its end.
    var isStopping: Bool { phase.withLock { $0 == .stopping } }

    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let query = QueryItems(request.query)
        let info = RequestInfo(method: request.method, path: request.path, query: query)
        var context = RequestContext(
            http: request, info: info, query: query, user: .anonymous, now: Self.now)
        let start = MonotonicClock.nanoseconds
        let response = await answer(&context)
        let seconds = Double(MonotonicClock.nanoseconds - start) / 1e9
        metrics.count(context, code: response.status, seconds: seconds)
        return metrics.follow(response, info)
    }

    private func answer(_ context: inout RequestContext) async -> HTTPResponse {
        let info = context.info
        let isWriting = InFlightLimit.changes(info)
        var isCounted = false
        defer { if isCounted { limit.leave(writing: isWriting) } }
        do throws(APIStatus) {
            context.user = try user(of: context.http, now: context.now)
            if !InFlightLimit.isExempt(info) {
                try limit.enter(writing: isWriting)
                isCounted = true
            }
            return try await route(try fenced(access.admit(context)))
        } catch {
            let acceptance =
                (try? Acceptance(context.http, query: context.query)) ?? Acceptance()
            return Answer.status(error, acceptance, warnings: context.warnings.all)
        }
    }
}
