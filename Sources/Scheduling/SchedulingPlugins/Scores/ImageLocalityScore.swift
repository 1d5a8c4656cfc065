import SchedulingModel

/// Nodes that have the pod's images already: by size, and less when few nodes have an image, so
/// that those are not flooded.
public struct ImageLocalityScore: ScorePlugin {
    public static let name = "ImageLocality"
    public static let weight = 1

    /// Less than this is fetched quickly anyway.
    static let smallest = 23 << 20
    /// More than this for each container makes no difference.
    static let largest = 1000 << 20

    private let images: [(name: String, share: Double)]
    private let limit: Int

    public init?(_ input: SchedulingInput, feasible: [NodeInfo]) {
        let nodes = Double(input.table.nodeOrder.count)
        let holders = input.table.imageHolders
        images = input.pod.images.compactMap { image in
            holders[image].map { (image, Double($0) / nodes) }
        }
        limit = Self.largest * input.pod.images.count
    }

    public func score(_ node: NodeInfo, _ view: NodeView) -> Int {
        if images.isEmpty { return 0 }
        let sum = images.reduce(0) { sum, image in
            sum + (view.images[image.name].map { Int(Double($0) * image.share) } ?? 0)
        }
        let within = min(max(sum, Self.smallest), limit)
        return maxScore * (within - Self.smallest) / (limit - Self.smallest)
    }
}
