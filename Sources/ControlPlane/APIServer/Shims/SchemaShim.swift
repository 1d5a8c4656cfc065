import APIMachinery
import JSON
import ResourceSchema

extension SchemaTable {
    func decode(_ value: JSONValue, as type: String) throws(APIStatus) -> DecodedBody {
        DecodedBody(object: APIObject(JSON(value)), complaints: [])
    }
    func canonical(_ json: JSON, as type: String) throws(APIStatus) -> APIObject {
        APIObject(json)
    }
}

extension SchemaTable {
    func strategicMerge(_ object: JSON, patch: JSON, as type: String) throws(APIStatus) -> JSON {
        MergePatch.apply(patch, to: object)
    }
}
