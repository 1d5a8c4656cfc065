import APIMachinery
import JSON
import ResourceModel

/// `autoscaling/v1`: an autoscaler by processor alone. What it can't say is kept in annotations.
enum HorizontalPodAutoscalerV1Kind {
    static let definition: ResourceDefinition = {
        var kind = HorizontalPodAutoscalerKind.definition
        kind.version = "v1"
        kind.schema = "autoscaling.v1.HorizontalPodAutoscaler"
        kind.stored = StoredAs(
            resource: kind.groupResource, toStored: AutoscalerConversion.toV2,
            fromStored: AutoscalerConversion.toV1)
        kind.cells = { AutoscalerCells.cells(AutoscalerConversion.toV2($0), $1) }
        return kind
    }()
}
