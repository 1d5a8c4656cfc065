import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import ResourceSchema

/// The kinds of patches, by their media types.
enum PatchKind: String, Sendable {
    case json = "application/json-patch+json"
    case merge = "application/merge-patch+json"
    case strategic = "application/strategic-merge-patch+json"
    case apply = "application/apply-patch+yaml"

    /// The kind that a request's header names.
    /// - Throws: 415.
    init(_ http: HTTPRequest) throws(APIStatus) {
        let type = BodyReading.mediaType(http.headers["Content-Type"] ?? "")
        guard let kind = PatchKind(rawValue: type) else {
            throw APIStatus(
                code: 415, reason: "UnsupportedMediaType",
                message: "415: Unsupported Media Type", details: APIStatus.Details())
        }
        self = kind
    }

    /// The patch of a body.
    /// - Throws: 400 for what is no such patch.
    func read(_ body: [UInt8], _ bodies: BodyReading) throws(APIStatus) -> JSON {
        let patch: JSON
        do {
            patch = try JSON(parsing: body)
        } catch {
            throw .badRequest("error decoding patch: \(error)")
        }
        let isFit = self == .json ? patch.array != nil : patch.object != nil
        guard isFit else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal this value into Go value of type "
                    + (self == .json ? "jsonpatch.Patch" : "map[string]interface {}"))
        }
        return patch
    }

    /// The object as the patch makes it.
    func apply(
        _ patch: JSON, to object: JSON, _ definition: ResourceDefinition, _ schemas: SchemaTable
    ) throws(APIStatus) -> JSON {
        switch self {
        case .json: try JSONPatch.apply(patch, to: object)
        case .merge, .apply: MergePatch.apply(patch, to: object)
        case .strategic:
            try schemas.strategicMerge(object, patch: patch, as: definition.schema)
        }
    }

    /// 422: what the patch makes can't be read.
    static func unfit(_ value: String, _ why: String) -> APIStatus {
        var details = APIStatus.Details()
        let field = InvalidField(
            .invalid, FieldPath("patch"), shownValue: "\"\(value)\"", detail: why)
        details.causes = [
            APIStatus.Cause(
                reason: field.reason.rawValue, message: field.message, field: "patch")
        ]
        return APIStatus(
            code: 422, reason: "Invalid", message: " \"\" is invalid: \(field.description)",
            details: details)
    }
}
