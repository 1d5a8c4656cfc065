import JSON
import KubernetesAPI
import Testing
import YAML

/// The objects of a YAML text in a file named `f.yaml`.
func decode(_ text: String) throws -> [KubernetesObject] {
    try YAML.documents(Array(text.utf8)).flatMap {
        try KubernetesObject.decode($0.root, source: SourceLocation(file: "f.yaml"))
    }
}

/// The one object of a text.
func decodeOne(_ text: String) throws -> KubernetesObject {
    let objects = try decode(text)
    try #require(objects.count == 1)
    return objects[0]
}

/// The error that a text makes.
func decodeFault(_ text: String) -> String? {
    do {
        _ = try decode(text)
        return nil
    } catch {
        return "\(error)"
    }
}
