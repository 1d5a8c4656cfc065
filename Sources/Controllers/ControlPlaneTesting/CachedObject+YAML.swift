import JSON
import ObjectStore
import WatchCache
import YAML

extension CachedObject {
    /// An object as a cache holds it, of what YAML says.
    public static func parsing(
        _ yaml: String, revision: UInt64 = 1
    ) throws -> CachedObject {
        guard let root = try YAML.documents(Array(yaml.utf8)).first?.root else {
            throw TestFailure("no object")
        }
        let json = JSON(root)
        let metadata = json["metadata"]
        let name = metadata?["name"]?.string ?? ""
        let path = (metadata?["namespace"]?.string).map { $0 + "/" + name } ?? name
        return try CachedObject(
            path: path, revision: Revision(revision), stored: json.serialized())
    }
}
