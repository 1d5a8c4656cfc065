import APIMachinery
import ControllerRuntime
import JSON

/// What scheduling reads of a node, decoded once and kept with it.
public final class NodeView: ObjectView {
    public let name: String
    public let labels: [String: String]
    public let taints: [Taint]
    /// Whether it is cordoned.
    public let isUnschedulable: Bool
    /// What pods may use of it.
    public let allocatable: ResourceAmounts
    /// How many pods it runs at most.
    public let podLimit: Int
    /// Sizes of the images it has, by name with tag.
    public let images: [String: Int]

    public init(_ object: JSONValue) {
        let meta = object["metadata"]
        let spec = object["spec"]
        let status = object["status"]
        name = meta?["name"]?.string ?? ""
        labels = MetadataView.texts(meta?["labels"])
        taints = spec?["taints"]?.elements.map(Taint.init) ?? []
        isUnschedulable = spec?["unschedulable"]?.bool ?? false
        allocatable = ResourceAmounts(status?["allocatable"])
        podLimit =
            status?["allocatable"]?["pods"].flatMap { Quantity(member: $0) }?.value ?? 0
        var images: [String: Int] = [:]
        for image in (status?["images"]).items {
            let size = image["sizeBytes"]?.int ?? 0
            for name in (image["names"]).items.compactMap(\.string) {
                images[NodeView.tagged(name)] = size
            }
        }
        self.images = images
    }

    /// The zone, with its region: nodes of one zone are spread among the others.
    public var zone: String {
        let region = labels["topology.kubernetes.io/region"] ?? ""
        return region + ":" + (labels["topology.kubernetes.io/zone"] ?? "")
    }

    /// An image's name with the tag that it has when none is said.
    static func tagged(_ image: String) -> String {
        let colon = image.utf8.lastIndex(of: UInt8(ascii: ":"))
        let slash = image.utf8.lastIndex(of: UInt8(ascii: "/"))
        if let colon, slash.map({ $0 < colon }) ?? true { return image }
        return image + ":latest"
    }
}
