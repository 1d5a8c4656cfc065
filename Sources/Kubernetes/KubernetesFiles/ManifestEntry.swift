import KubernetesAPI

/// One object of a file. A class, so that what was not read again is known to be the same.
final class ManifestEntry: Sendable {
    let key: ObjectKey
    let object: KubernetesObject
    /// The line within the object's piece of the file, counted from 0.
    let lineOffset: Int

    init(_ object: KubernetesObject, lineOffset: Int) {
        key = object.key
        self.object = object
        self.lineOffset = lineOffset
    }
}
