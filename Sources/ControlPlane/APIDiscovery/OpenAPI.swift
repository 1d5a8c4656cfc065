import APIMachinery
import Crypto
import JSON
import ResourceModel
import ResourceSchema
import Synchronization

/// OpenAPI v3: an index, and a document for each group's version. They are made when they are first
/// asked for.
public final class OpenAPI: Sendable {
    private let discovery: Discovery
    private let schemas: SchemaTable
    private let made = Mutex<[String: [UInt8]]>([:])

    /// The documents of some resources.
    public init(_ definitions: [ResourceDefinition], schemas: SchemaTable) {
        discovery = Discovery(definitions)
        self.schemas = schemas
    }

    /// `/openapi/v3`: where the documents are. Their addresses change with their contents, so
    /// clients may keep them for good.
    public var index: [UInt8] {
        if let bytes = made.withLock({ $0[""] }) { return bytes }
        var paths = JSONObject()
        for path in self.paths {
            let hash = SHA256.hash(data: document(path) ?? []).prefix(16)
            let text = hash.map { byte in
                String(byte >> 4, radix: 16, uppercase: true)
                    + String(byte & 15, radix: 16, uppercase: true)
            }.joined()
            paths.add(
                path, ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(text)")])
        }
        let bytes = (["paths": .object(paths)] as JSON).serialized()
        made.withLock { $0[""] = bytes }
        return bytes
    }

    /// A document by its path in the index (`apis/apps/v1`); nil when there is none.
    public func document(_ path: String) -> [UInt8]? {
        if let bytes = made.withLock({ $0[path] }), !path.isEmpty { return bytes }
        guard let json = json(path) else { return nil }
        let bytes = json.serialized()
        made.withLock { $0[path] = bytes }
        return bytes
    }

    /// All paths of the index.
    private var paths: [String] {
        let versions = discovery.groupVersions.map(Self.path)
        let groups = discovery.groups.filter { !$0.name.isEmpty }.map { "apis/\($0.name)" }
        return ["api", "apis", "version"] + (groups + versions).sorted()
    }

    static func path(_ version: GroupVersion) -> String {
        version.group.isEmpty ? "api/\(version.version)" : "apis/\(version)"
    }

    private func json(_ path: String) -> JSON? {
        guard paths.contains(path) else { return nil }
        let version = discovery.groupVersions.first { Self.path($0) == path }
        var operations = JSONObject()
        var roots: [String] = []
        if let version {
            for definition in discovery.definitions[version] ?? [] {
                OpenAPIPaths(definition).add(to: &operations)
                roots.append(definition.schema)
            }
        } else {
            operations.add("/" + path + (path == "version" ? "/" : ""), ["get": Self.plainGet])
        }
        let components: JSON = [
            "schemas": OpenAPISchemas(schemas, discovery: discovery).components(of: roots)
        ]
        return [
            "openapi": "3.0.0",
            "info": [
                "title": "Kubernetes", "version": .string("v" + ServerVersion.current.release),
            ],
            "paths": .object(operations),
            "components": components,
        ]
    }

    private static let plainGet: JSON = ["responses": ["200": ["description": "OK"]]]
}
