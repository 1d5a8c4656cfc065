import APIMachinery
import JSON

/// What every object says of itself.
public struct MetadataView: ObjectView {
    /// One of the objects that an object belongs to.
    public struct Owner: Sendable, Hashable {
        public var apiVersion: String
        public var kind: String
        public var name: String
        public var uid: String
        public var isController: Bool
        public var blocksDeletion: Bool

        /// An owner of its parts.
        public init(
            apiVersion: String, kind: String, name: String, uid: String,
            isController: Bool = false, blocksDeletion: Bool = false
        ) {
            self.apiVersion = apiVersion
            self.kind = kind
            self.name = name
            self.uid = uid
            self.isController = isController
            self.blocksDeletion = blocksDeletion
        }
    }

    public var uid: String
    public var labels: [String: String]
    public var annotations: [String: String]
    public var generation: Int
    /// RFC 3339, to the second: compares as text.
    public var creationTimestamp: String
    /// Nil unless it is being deleted.
    public var deletionTimestamp: String?
    public var deletionGracePeriodSeconds: Int?
    public var finalizers: [String]
    public var owners: [Owner]

    /// Whether it is being deleted.
    public var isDeleting: Bool { deletionTimestamp != nil }

    /// The owner that controls it.
    public var controller: Owner? { owners.first(where: \.isController) }

    public init(_ object: JSONValue) {
        let meta = object["metadata"]
        uid = meta?["uid"]?.string ?? ""
        labels = Self.texts(meta?["labels"])
        annotations = Self.texts(meta?["annotations"])
        generation = meta?["generation"]?.int ?? 0
        creationTimestamp = meta?["creationTimestamp"]?.string ?? ""
        deletionTimestamp = meta?["deletionTimestamp"]?.string
        deletionGracePeriodSeconds = meta?["deletionGracePeriodSeconds"]?.int
        finalizers = meta?["finalizers"]?.elements.compactMap(\.string) ?? []
        owners = meta?["ownerReferences"]?.elements.map(Owner.init) ?? []
    }

    /// An object whose members are texts.
    public static func texts(_ value: JSONValue?) -> [String: String] {
        guard let value, value.kind == .object else { return [:] }
        var texts: [String: String] = [:]
        for (key, member) in value.members { texts[key] = member.string ?? "" }
        return texts
    }
}

extension MetadataView.Owner {
    init(_ value: JSONValue) {
        apiVersion = value["apiVersion"]?.string ?? ""
        kind = value["kind"]?.string ?? ""
        name = value["name"]?.string ?? ""
        uid = value["uid"]?.string ?? ""
        isController = value["controller"]?.bool ?? false
        blocksDeletion = value["blockOwnerDeletion"]?.bool ?? false
    }
}
