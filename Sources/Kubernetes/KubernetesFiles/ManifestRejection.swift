import KubernetesAPI

/// An object of a file that can't be used, and why.
struct ManifestRejection: Sendable {
    /// What identifies it, as far as that can be read; nil when nothing does.
    let key: ObjectKey?
    private let error: DecodeError
    /// The line within the object's piece of the file, counted from 0: the piece may move.
    private let lineOffset: Int

    init(_ error: DecodeError, key: ObjectKey?, _ part: ManifestFile.Part) {
        self.key = key
        self.error = error
        lineOffset = error.line - part.firstLine
    }

    /// The error, with the line where it is now.
    func error(in part: ManifestFile.Part) -> DecodeError {
        var moved = error
        moved.line = part.firstLine + lineOffset
        return moved
    }
}

extension ObjectPlace {
    /// What identifies an object that can't be decoded; nil when that can't be read either.
    var likelyKey: ObjectKey? {
        guard let name = value["metadata"]?["name"]?.string,
            let kind = value["kind"]?.string.map(Kind.init(name:)), Kind.known.contains(kind)
        else { return nil }
        let namespace = value["metadata"]?["namespace"]?.string ?? "default"
        return ObjectKey(kind: kind, namespace: kind.isNamespaced ? namespace : "", name: name)
    }
}
