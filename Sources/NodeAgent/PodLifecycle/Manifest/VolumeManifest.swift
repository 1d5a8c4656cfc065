import JSON

/// A volume of a pod.
public struct VolumeManifest: Sendable, Hashable {
    /// What is in it.
    public enum Source: Sendable, Hashable {
        /// A folder that lives as long as the pod.
        case emptyDirectory(isMemory: Bool, sizeLimit: String)
        /// A folder or file of the node, with upstream's type of check: `DirectoryOrCreate`.
        case hostPath(String, type: String)
        /// Files made from objects, each with its mode unless it has one of its own.
        case projected([Projection], mode: Int)
        case claim(name: String, isReadOnly: Bool)
        /// A kind that isn't known here: its field's name.
        case unknown(String)
    }

    public var name: String
    public var source: Source

    /// Whether its content follows objects that change.
    public var isFollowing: Bool {
        if case .projected = source { true } else { false }
    }

    init(_ value: JSONValue) {
        name = value["name"]?.string ?? ""
        if let empty = value["emptyDir"] {
            source = .emptyDirectory(
                isMemory: empty["medium"]?.string == "Memory",
                sizeLimit: empty["sizeLimit"]?.string ?? "")
        } else if let host = value["hostPath"] {
            source = .hostPath(
                host["path"]?.string ?? "", type: host["type"]?.string ?? "")
        } else if let claim = value["persistentVolumeClaim"] {
            source = .claim(
                name: claim["claimName"]?.string ?? "",
                isReadOnly: claim["readOnly"]?.bool ?? false)
        } else if let projected = value["projected"] {
            source = .projected(
                projected["sources"]?.elements.compactMap(Projection.init) ?? [],
                mode: projected["defaultMode"]?.int ?? 0o644)
        } else if let (projection, mode) = Projection.single(value) {
            source = .projected([projection], mode: mode)
        } else {
            let kind = Array(value.members).map(\.key).first { $0 != "name" }
            source = kind.map { .unknown($0) } ?? .emptyDirectory(isMemory: false, sizeLimit: "")
        }
    }
}

/// Files made from one object.
public enum Projection: Sendable, Hashable {
    /// A member of an object as a file.
    public struct Item: Sendable, Hashable {
        public var key: String
        public var path: String
        public var mode: Int?
    }

    /// Something of the pod as a file.
    public struct DownwardItem: Sendable, Hashable {
        public var path: String
        public var field: String?
        public var resource: ResourceReference?
        public var mode: Int?
    }

    case configMap(name: String, items: [Item], isOptional: Bool)
    case secret(name: String, items: [Item], isOptional: Bool)
    case downward([DownwardItem])
    /// A service account's token, for so many seconds.
    case token(audience: String, seconds: Int, path: String)

    init?(_ value: JSONValue) {
        if let map = value["configMap"] {
            self = .configMap(
                name: map["name"]?.string ?? "", items: Projection.items(map),
                isOptional: map["optional"]?.bool ?? false)
        } else if let secret = value["secret"] {
            self = .secret(
                name: secret["name"]?.string ?? "", items: Projection.items(secret),
                isOptional: secret["optional"]?.bool ?? false)
        } else if let downward = value["downwardAPI"] {
            self = .downward(downward["items"]?.elements.map(DownwardItem.init) ?? [])
        } else if let token = value["serviceAccountToken"] {
            self = .token(
                audience: token["audience"]?.string ?? "",
                seconds: token["expirationSeconds"]?.int ?? 3600,
                path: token["path"]?.string ?? "token")
        } else {
            return nil
        }
    }

    /// A volume of one object, and its files' mode.
    static func single(_ value: JSONValue) -> (Projection, Int)? {
        if let map = value["configMap"] {
            let name = map["name"]?.string ?? ""
            let isOptional = map["optional"]?.bool ?? false
            return (
                .configMap(name: name, items: items(map), isOptional: isOptional),
                map["defaultMode"]?.int ?? 0o644
            )
        }
        if let secret = value["secret"] {
            let name = secret["secretName"]?.string ?? ""
            let isOptional = secret["optional"]?.bool ?? false
            return (
                .secret(name: name, items: items(secret), isOptional: isOptional),
                secret["defaultMode"]?.int ?? 0o644
            )
        }
        if let downward = value["downwardAPI"] {
            return (
                .downward(downward["items"]?.elements.map(DownwardItem.init) ?? []),
                downward["defaultMode"]?.int ?? 0o644
            )
        }
        return nil
    }

    private static func items(_ value: JSONValue) -> [Item] {
        value["items"]?.elements.map {
            Item(
                key: $0["key"]?.string ?? "", path: $0["path"]?.string ?? "",
                mode: $0["mode"]?.int)
        } ?? []
    }
}

extension Projection.DownwardItem {
    init(_ value: JSONValue) {
        path = value["path"]?.string ?? ""
        field = value["fieldRef"]?["fieldPath"]?.string
        resource = value["resourceFieldRef"].map(ResourceReference.init)
        mode = value["mode"]?.int
    }
}
