import APIDiscovery
import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import ResourceSchema

/// The paths that say what the server serves: `/api`, `/apis` and below, `/version`, `/openapi/v3`.
struct DiscoveryRoutes: Sendable {
    private let discovery: Discovery
    private let openAPI: OpenAPI
    private let definitions: [ResourceDefinition]

    init(_ definitions: [ResourceDefinition], schemas: SchemaTable) {
        self.definitions = definitions
        discovery = Discovery(definitions)
        openAPI = OpenAPI(definitions, schemas: schemas)
    }

    /// The answer to one of these paths; nil for another.
    func answer(_ context: RequestContext) throws(APIStatus) -> HTTPResponse? {
        let parts = context.info.path.split(separator: "/").map(String.init)
        switch parts.first {
        case "api", "apis", "version":
            guard let make = document(parts, context) else { return nil }
            return try only(context) { () throws(APIStatus) in try make() }
        case "openapi":
            return try only(context) { () throws(APIStatus) in openAPI(parts) }
        default: return nil
        }
    }

    private func only(
        _ context: RequestContext, _ body: () throws(APIStatus) -> HTTPResponse
    ) throws(APIStatus) -> HTTPResponse {
        guard context.http.method == "GET" else { throw .methodNotAllowed }
        return try body()
    }

    private typealias Make = () throws(APIStatus) -> HTTPResponse

    private func document(_ parts: [String], _ context: RequestContext) -> Make? {
        let isCore = parts[0] == "api"
        switch parts.count {
        case 1 where parts[0] == "version":
            return { () throws(APIStatus) in version }
        case 1:
            return { () throws(APIStatus) in
                if let version = aggregated(context) {
                    return aggregate(core: isCore, version, context)
                }
                return try plain(
                    isCore
                        ? discovery.apiVersions(serverAddress: context.http.headers["Host"] ?? "")
                        : discovery.apiGroups, context)
            }
        case 2 where parts[0] == "apis":
            guard let group = discovery.apiGroup(parts[1]) else { return nil }
            return { () throws(APIStatus) in try plain(group, context) }
        case 2 where isCore, 3 where parts[0] == "apis":
            let group = isCore ? "" : parts[1]
            let version = GroupVersion(group: group, version: parts[parts.count - 1])
            guard isCore || discovery.has(group: group) else { return nil }
            return { () throws(APIStatus) in
                guard let resources = discovery.apiResources(version) else {
                    throw .noSuchResource
                }
                return try plain(resources, context)
            }
        default: return nil
        }
    }

    /// Indented, whoever asks: `kubectl get --raw` shows it as it comes.
    private var version: HTTPResponse {
        var headers = HTTPFields()
        headers.add("Content-Type", "application/json")
        let bytes = ServerVersion.current.json.serialized(pretty: true)
        return HTTPResponse(status: 200, headers: headers, body: .bytes(bytes))
    }

    private var version2: HTTPResponse {
        var headers = HTTPFields()
        headers.add("Content-Type", OpenAPIVersion2.mediaType)
        let document = OpenAPIVersion2.document(definitions)
        return HTTPResponse(status: 200, headers: headers, body: .bytes(document))
    }

    private func plain(
        _ json: JSON, _ context: RequestContext
    ) throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        return Answer.value(json, acceptance)
    }

    /// Which aggregated form is wanted more than the plain one; nil for none.
    private func aggregated(_ context: RequestContext) -> Discovery.AggregatedVersion? {
        let header = context.http.headers.values("Accept").joined(separator: ",")
        for range in MediaRange.list(header) where range.type == "application/json" {
            guard range.parameters["as"] == "APIGroupDiscoveryList" else { return nil }
            guard range.parameters["g"] == "apidiscovery.k8s.io",
                let version = Discovery.AggregatedVersion(
                    rawValue: range.parameters["v"] ?? "")
            else { continue }
            return version
        }
        return nil
    }

    private func aggregate(
        core: Bool, _ version: Discovery.AggregatedVersion, _ context: RequestContext
    ) -> HTTPResponse {
        var headers = HTTPFields()
        headers.add("Content-Type", version.mediaType)
        headers.add("Vary", "Accept")
        let bytes = discovery.aggregated(core: core, version).serialized() + [0x0A]
        return HTTPResponse(status: 200, headers: headers, body: .bytes(bytes))
    }

    private func openAPI(_ parts: [String]) -> HTTPResponse {
        if parts.count == 2 && parts[1] == "v2" { return version2 }
        guard parts.count >= 2, parts[1] == "v3" else { return Answer.noSuchPath }
        if parts.count == 2 {
            var headers = HTTPFields()
            headers.add("Content-Type", "text/plain; charset=utf-8")
            return HTTPResponse(status: 200, headers: headers, body: .bytes(openAPI.index))
        }
        let path = parts.dropFirst(2).joined(separator: "/")
        guard let document = openAPI.document(path) else { return HTTPResponse(status: 404) }
        var headers = HTTPFields()
        headers.add("Content-Type", "application/json")
        headers.add("Cache-Control", "public, immutable")
        return HTTPResponse(status: 200, headers: headers, body: .bytes(document))
    }
}
