import KubernetesAPI
import KubernetesFiles

/// An object and where it was written.
package struct Manifest: Hashable, Sendable {
    package let object: KubernetesObject
    /// The file or folder that was named.
    package let origin: String

    package init(object: KubernetesObject, origin: String) {
        self.object = object
        self.origin = origin
    }

    /// Reads files and folders, in their order.
    static func load(_ paths: [String]) throws -> [Manifest] {
        var manifests: [Manifest] = []
        for path in paths {
            // Its errors name file, line, object and field themselves.
            manifests += try ManifestSource.load(path: path).map {
                Manifest(object: $0, origin: path)
            }
        }
        return manifests
    }

    /// An error at this object: `web.yaml: Pod default/web-1: spec.nodeName: …`.
    func error(_ field: String, _ message: String) -> LabError {
        LabError("\(field): \(message)", at: "\(origin): \(object.key.kind) \(name)")
    }

    private var name: String {
        let key = object.key
        return key.namespace.isEmpty ? key.name : "\(key.namespace)/\(key.name)"
    }
}
