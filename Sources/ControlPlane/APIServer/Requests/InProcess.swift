import APIMachinery
import AccessControl
import HTTPServer
import JSON
import WatchCache

/// What others in this process ask of the server: controllers, the scheduler.
extension APIServer {
    /// Answers a request of somebody whose word is taken for who they are. It is not counted
    /// against the number of requests that are served at once.
    /// - Parameters:
    ///   - path: with its query.
    ///   - agent: the program, as managers of fields are named.
    /// - Returns: the answer's body; null for one without.
    package func perform(
        _ method: String, _ path: String, body: JSON?, contentType: String, as user: UserInfo,
        agent: String
    ) async throws(APIStatus) -> JSON {
        guard isReady else { throw Self.notServing }
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        var headers = HTTPFields()
        headers.add("Accept", "application/json")
        headers.add("User-Agent", agent)
        if body != nil, !contentType.isEmpty { headers.add("Content-Type", contentType) }
        let request = HTTPRequest(
            method: method, path: parts.first ?? "/", query: parts.count == 2 ? parts[1] : nil,
            headers: headers, body: body?.serialized() ?? [])
        let query = QueryItems(request.query)
        let context = RequestContext(
            http: request,
            info: RequestInfo(method: method, path: request.path, query: query), query: query,
            user: user, now: Self.now)
        return try Self.body(of: try await route(try access.admit(context)))
    }

    private static func body(of response: HTTPResponse) throws(APIStatus) -> JSON {
        let bytes: [UInt8]
        switch response.body {
        case .bytes(let whole): bytes = whole
        case .pieces(let pieces): bytes = Array(pieces.joined())
        case .stream, .upgrade: throw .badRequest("a stream has no end to wait for")
        }
        let value = (try? JSON(parsing: bytes)) ?? .null
        if (200..<300).contains(response.status) { return value }
        throw APIStatus(parsing: value)
            ?? APIStatus(
                code: response.status, reason: "",
                message: String(decoding: bytes.prefix(200), as: UTF8.self))
    }

    private static let notServing = APIStatus(
        code: 503, reason: "ServiceUnavailable", message: "the API server is not serving")

    /// The objects that this server holds of a resource, where they are.
    package var objects: WatchCache { cache }

    /// The resources that are served.
    package var resources: ResourceRegistry { registry }

    /// The objects that a field selector selects.
    /// - Throws: 400 for a field that can't be selected by, 404 for an unknown resource.
    package func filter(
        _ version: GroupVersion, _ resource: String, fieldSelector: String
    ) throws(APIStatus) -> ObjectFilter {
        guard
            let definition = registry[
                group: version.group, version: version.version, resource: resource]
        else { throw .noSuchResource }
        var options = try ListOptions(QueryItems(nil), isWatch: false)
        options.fields = try FieldSelector(parsing: fieldSelector)
        return try definition.filter(options, namespace: "", name: "")
    }
}
