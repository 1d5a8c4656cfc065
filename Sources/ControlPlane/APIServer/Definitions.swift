import ClusterResources
import CoreResources
import ResourceModel
import WorkloadResources

extension APIServer {
    /// Every kind that Martlet serves.
    public static let kubernetes: [ResourceDefinition] =
        CoreResources.all + WorkloadResources.all + ClusterResources.all
}
