import ResourceModel

/// `/openapi/v2`, in the protobuf form of which clients up to 1.28 read two things: whether a kind
/// is known, and whether patches of it take `dryRun` and `fieldValidation`.
///
/// It holds these and no definitions: those are of the third version.
public enum OpenAPIVersion2 {
    /// The media type.
    public static let mediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

    /// The document.
    public static func document(_ definitions: [ResourceDefinition]) -> [UInt8] {
        let paths = definitions.filter { $0.verbs.contains(.patch) }.flatMap { path(of: $0) }
        let info = text(1, "Kubernetes") + text(2, "v1.36.2")
        // swagger, info, paths
        return text(1, "2.0") + field(2, info) + field(8, paths)
    }

    /// The path of a kind's objects with its PATCH operation.
    private static func path(of kind: ResourceDefinition) -> [UInt8] {
        let prefix = kind.group.isEmpty ? "/api/\(kind.version)" : "/apis/\(kind.groupVersion)"
        let namespace = kind.isNamespaced ? "/namespaces/{namespace}" : ""
        // An extension's value is YAML, of which JSON is a part.
        let names =
            "{\"group\":\"\(kind.group)\",\"kind\":\"\(kind.kind)\","
            + "\"version\":\"\(kind.version)\"}"
        let mark = text(1, "x-kubernetes-group-version-kind") + field(2, text(2, names))
        let parameters = ["dryRun", "fieldManager", "fieldValidation"].flatMap(parameter)
        let patch = parameters + field(13, mark)
        let item = text(1, "\(prefix)\(namespace)/\(kind.plural)/{name}")
        return field(2, item + field(2, field(7, patch)))
    }

    /// A parameter of the query, within the messages around it.
    private static func parameter(_ name: String) -> [UInt8] {
        let query = text(2, "query") + text(4, name) + text(6, "string")
        return field(8, field(1, field(2, field(3, query))))
    }

    private static func text(_ number: UInt8, _ text: String) -> [UInt8] {
        field(number, Array(text.utf8))
    }

    /// A field that holds bytes: tag, length, content.
    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var bytes = [number << 3 | 2]
        var count = content.count
        while count >= 0x80 {
            bytes.append(UInt8(count & 0x7f) | 0x80)
            count >>= 7
        }
        bytes.append(UInt8(count))
        return bytes + content
    }
}
