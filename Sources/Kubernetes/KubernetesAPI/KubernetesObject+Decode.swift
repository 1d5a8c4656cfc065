import JSON

extension KubernetesObject {
    /// Decodes one document: an object, or the objects of a `List` (or `ServiceList`, …) in order.
    ///
    /// Fields that are not known are accepted, as the API prunes them; kinds that are not known,
    /// wrong types and values out of range are errors. What the API server would default is filled
    /// in.
    /// - Throws: `DecodeError` with file, line, object and field.
    public static func decode(
        _ value: JSONValue, source: SourceLocation
    ) throws(DecodeError) -> [KubernetesObject] {
        try locate(value, source: source).map { place throws(DecodeError) in try place.decode() }
    }

    /// Finds the objects of one document without decoding them.
    /// - Throws: `DecodeError` when it is no object or list of objects.
    package static func locate(
        _ value: JSONValue, source: SourceLocation
    ) throws(DecodeError) -> [ObjectPlace] {
        guard value.kind == .object else {
            let error = FieldError(value, expected: "an object with apiVersion, kind and metadata")
            throw DecodeError(file: source.file, line: value.line, reason: error.reason)
        }
        guard let kind = value["kind"]?.string, kind.hasSuffix("List") else {
            return [ObjectPlace(value: value, source: source, itemKind: nil)]
        }
        // Typed lists leave apiVersion and kind of their items out.
        let itemKind = Kind(name: String(kind.dropLast(4)))
        let isTyped = Kind.known.contains(itemKind)
        do {
            return try value.list("items") { item in
                ObjectPlace(value: item, source: source, itemKind: isTyped ? itemKind : nil)
            }
        } catch {
            throw DecodeError(
                file: source.file, line: error.value.line, object: kind,
                field: error.value.path(from: value).description, reason: error.reason)
        }
    }
}

/// An object that was found in a file, still undecoded.
package struct ObjectPlace: Sendable {
    package let value: JSONValue
    package let source: SourceLocation
    let itemKind: Kind?

    /// An object that stands by itself, such as a watch sends.
    package static func alone(_ value: JSONValue, source: SourceLocation) -> ObjectPlace {
        ObjectPlace(value: value, source: source, itemKind: nil)
    }

    /// `file:line`.
    package var description: String { "\(source.file):\(value.line)" }

    package func decode() throws(DecodeError) -> KubernetesObject {
        let kind: Kind
        do {
            kind = try decodeKind()
        } catch {
            throw located(error, object: value["kind"]?.string.map { name(Kind(name: $0)) } ?? "")
        }
        do {
            switch kind {
            case .service: return .service(try Service(decoding: value))
            case .endpointSlice: return .endpointSlice(try EndpointSlice(decoding: value))
            case .pod: return .pod(try Pod(decoding: value))
            case .node: return .node(try Node(decoding: value))
            case .namespace: return .namespace(try Namespace(decoding: value))
            case .serviceCIDR: return .serviceCIDR(try ServiceCIDR(decoding: value))
            case .unknown: return .other(ObjectKey(kind: kind, name: ""))
            }
        } catch {
            throw located(error, object: name(kind))
        }
    }

    private func decodeKind() throws(FieldError) -> Kind {
        if let itemKind, value["kind"] == nil { return itemKind }
        let kind = Kind(name: try value.requiredText("kind"))
        guard Kind.known.contains(kind) else {
            let names = Kind.known.map(\.name).joined(separator: ", ")
            throw FieldError(
                value["kind"] ?? value, fault: "unknown kind: not one of \(names)")
        }
        let version = try value.requiredText("apiVersion")
        guard version == kind.apiVersion else {
            throw FieldError(
                value["apiVersion"] ?? value, expected: "\"\(kind.apiVersion)\" for a \(kind)")
        }
        return kind
    }

    /// The object as an error names it, from whatever of its metadata can be read.
    private func name(_ kind: Kind) -> String {
        let metadata = value["metadata"]
        guard let name = metadata?["name"]?.string else { return kind.name }
        let namespace = metadata?["namespace"]?.string ?? "default"
        return ObjectKey(kind: kind, namespace: kind.isNamespaced ? namespace : "", name: name)
            .description
    }

    private func located(_ error: FieldError, object: String) -> DecodeError {
        var path = error.isOfObject ? JSONPath() : error.value.path(from: value)
        if let missing = error.missing { path = path.appending(missing) }
        return DecodeError(
            file: source.file, line: error.value.line, object: object,
            field: path.description, reason: error.reason)
    }
}
