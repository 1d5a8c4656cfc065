import APIMachinery
import AccessControl
import HTTPServer
import JSON
import LinuxSystem
import ObjectStore
import ResourceModel
import ResourceSchema
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

    var bodies: BodyReading { BodyReading(registry: registry, schemas: schemas) }

    /// A server over a store; it answers once `start` has returned.
    public init(
        configuration: APIServerConfiguration, store: any ObjectStore,
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
    }

    /// Loads what is stored and makes what every cluster has.
    public func start() async throws {
        try await cache.start()
        access.follow(cache)
        try await restoreServices()
        try await bootstrap()
    }

    /// Ends all watches.
    public func stop() { cache.stop() }

    /// The time of day.
    static var now: Timestamp { Timestamp(microseconds: WallClock.microseconds) }

    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let query = QueryItems(request.query)
        let info = RequestInfo(method: request.method, path: request.path, query: query)
        let context = RequestContext(
            http: request, info: info, query: query,
            user: .insecure, now: Self.now)
        do {
            return try await route(try access.admit(context))
        } catch {
            let acceptance = (try? Acceptance(request, query: query)) ?? Acceptance()
            return Answer.status(error, acceptance, warnings: context.warnings.all)
        }
    }
}
