import ResourceModel

/// The kinds that run pods: pods themselves and what makes, scales and guards them.
public enum WorkloadResources {
    /// Every definition of this room.
    public static let all: [ResourceDefinition] = [
        PodKind.definition, PodTemplateKind.definition, BindingKind.definition,
        ReplicationControllerKind.definition, DeploymentKind.definition,
        ReplicaSetKind.definition, StatefulSetKind.definition, DaemonSetKind.definition,
        ControllerRevisionKind.definition, JobKind.definition, CronJobKind.definition,
        HorizontalPodAutoscalerKind.definition, HorizontalPodAutoscalerV1Kind.definition,
        PodDisruptionBudgetKind.definition,
    ]
}
