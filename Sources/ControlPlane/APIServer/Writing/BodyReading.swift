import APIMachinery
import HTTPServer
import JSON
import KubernetesProtobuf
import ResourceModel
import ResourceSchema
import YAML

/// Bodies of writes as objects.
struct BodyReading: Sendable {
    let registry: ResourceRegistry
    let schemas: SchemaTable

    /// The whole body as a document, from whichever format it is in.
    func document(_ http: HTTPRequest) throws(APIStatus) -> JSONDocument {
        let type = Self.mediaType(http.headers["Content-Type"] ?? "")
        switch type {
        case "", "application/json": return try json(http.body)
        case "application/yaml": return try yaml(http.body)
        case KubernetesProtobuf.mediaType: return try protobuf(http.body)
        default: throw Self.unknownFormat
        }
    }

    /// A media type without its parameters.
    static func mediaType(_ header: String) -> String {
        let type = header.split(separator: ";").first ?? ""
        return type.filter { $0 != " " }.lowercased()
    }

    static let unknownFormat = APIStatus(
        code: 415, reason: "UnsupportedMediaType",
        message: """
            the body of the request was in an unknown format - accepted media types include: \
            application/json, application/yaml, application/vnd.kubernetes.protobuf
            """)

    func json(_ bytes: [UInt8]) throws(APIStatus) -> JSONDocument {
        do {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw .badRequest("couldn't get version/kind; json parse error: \(error)")
        }
    }

    func protobuf(_ bytes: [UInt8]) throws(APIStatus) -> JSONDocument {
        do {
            return try json(KubernetesProtobuf.object(bytes).serialized())
        } catch let error as ProtobufError {
            throw .badRequest(error.description)
        } catch let error as APIStatus {
            throw error
        } catch {
            throw .internalError("\(error)")
        }
    }

    func yaml(_ bytes: [UInt8]) throws(APIStatus) -> JSONDocument {
        do {
            if let first = try YAML.documents(bytes).first { return first }
        } catch {
            throw .badRequest("error converting YAML to JSON: yaml: \(error)")
        }
        return try json(Array("{}".utf8))
    }

    /// The body of a write to a resource, decoded as the resource's type.
    func object(
        _ http: HTTPRequest, as definition: ResourceDefinition, _ options: WriteOptions,
        _ warnings: RequestContext.Warnings
    ) throws(APIStatus) -> APIObject {
        let document = try document(http)
        try checkKind(
            document.root, kind: definition.kind, groupVersion: definition.groupVersion)
        let body = try schemas.decode(document.root, as: definition.schema)
        try complain(body.complaints, definition, options, warnings)
        var object = body.object
        object.kind = definition.kind
        object.apiVersion = definition.groupVersion.description
        return object
    }

    /// Warns or refuses because of unknown and repeated fields.
    func complain(
        _ complaints: [String], _ definition: ResourceDefinition, _ options: WriteOptions,
        _ warnings: RequestContext.Warnings
    ) throws(APIStatus) {
        if complaints.isEmpty { return }
        switch options.fieldValidation {
        case .ignore: return
        case .warn: for complaint in complaints { warnings.add(complaint) }
        case .strict:
            let list = complaints.joined(separator: ", ")
            throw .badRequest(
                Self.unfit(definition.kind, definition, "strict decoding error: \(list)"))
        }
    }

    static func unfit(
        _ kind: String, _ definition: ResourceDefinition, _ why: String
    ) -> String {
        "\(kind) in version \"\(definition.version)\" cannot be handled as a "
            + "\(definition.kind): \(why)"
    }

    /// Kind and version may be left out; else they must be those of the path.
    func checkKind(
        _ body: JSONValue, kind: String, groupVersion: GroupVersion
    ) throws(APIStatus) {
        guard body.kind == .object else {
            throw .badRequest(
                "couldn't get version/kind; json parse error: json: cannot unmarshal "
                    + "\(Self.goKind(body)) into Go value of type struct")
        }
        let givenKind = body["kind"]?.string ?? ""
        let givenVersion = body["apiVersion"]?.string ?? ""
        let isKind = givenKind.isEmpty || givenKind == kind
        let isVersion = givenVersion.isEmpty || givenVersion == groupVersion.description
        if isKind && isVersion { return }
        let shownKind = givenKind.isEmpty ? kind : givenKind
        let shownVersion = givenVersion.isEmpty ? groupVersion.description : givenVersion
        throw .badRequest(
            "\(shownKind) in version \"\(GroupVersion(parsing: shownVersion).version)\" "
                + "cannot be handled as a \(kind): "
                + conversionError(shownKind, shownVersion, kind, groupVersion))
    }

    private func conversionError(
        _ kind: String, _ version: String, _ wanted: String, _ wantedVersion: GroupVersion
    ) -> String {
        guard let known = registry[kind: kind, apiVersion: version] else {
            return "no kind \"\(kind)\" is registered for version \"\(version)\" in scheme "
                + "\"pkg/api/legacyscheme/scheme.go:30\""
        }
        let group = wantedVersion.group.isEmpty ? "core" : Self.package(wantedVersion.group)
        return "converting (\(known.version).\(kind)) to (\(group).\(wanted)): unknown conversion"
    }

    /// The first part of a group's name: the name of the Go package.
    private static func package(_ group: String) -> String {
        String(group.split(separator: ".").first ?? "")
    }

    private static func goKind(_ value: JSONValue) -> String {
        switch value.kind {
        case .array: "array"
        case .string: "string"
        case .number: "number"
        case .bool: "bool"
        default: "value"
        }
    }
}
