import APIMachinery
import JSON

extension SchemaTable {
    /// Reads a body as a type.
    /// - Throws: 400 when a value doesn't fit its field, in upstream's words.
    public func decode(_ value: JSONValue, as type: String) throws(APIStatus) -> DecodedBody {
        do throws(SchemaMismatch) {
            return try decoded(value, type)
        } catch {
            let parts = type.split(separator: ".")
            let kind = parts.last ?? ""
            let version = parts.dropLast().last ?? ""
            throw .badRequest(
                "\(kind) in version \"\(version)\" cannot be handled as a \(kind): "
                    + error.message)
        }
    }

    /// Brings what a patch has made into canonical form.
    /// - Parameter patch: the patch's text, which the error shows.
    /// - Throws: 422 when a value doesn't fit its field.
    public func decodePatched(
        _ json: JSON, as type: String, patch: String = ""
    ) throws(APIStatus) -> DecodedBody {
        let bytes = json.serialized()
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw .badRequest(error.description)
        }
        do throws(SchemaMismatch) {
            return try decoded(document.root, type)
        } catch {
            throw .invalid(
                GroupKind(kind: ""), name: "",
                [.invalid(FieldPath("patch"), .string(patch), error.message)])
        }
    }

    /// Brings a tree into canonical form.
    /// - Throws: 422 when a value doesn't fit its field.
    public func canonical(_ json: JSON, as type: String) throws(APIStatus) -> APIObject {
        try decodePatched(json, as: type).object
    }

    private func decoded(
        _ value: JSONValue, _ type: String
    ) throws(SchemaMismatch) -> DecodedBody {
        guard let place = place(of: type) else {
            throw SchemaMismatch(message: "no kind \"\(type)\" is registered")
        }
        var decoder = SchemaDecoder(self)
        let object = try decoder.object(value, place)
        return DecodedBody(object: APIObject(object), complaints: decoder.complaints)
    }
}
