import JSON

/// What types of fields alone do not say: values that may be given, what stands when none is, and
/// the types of single values that have names of their own.
enum OpenAPIScalars {
    static let time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time"
    static let microTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"
    static let quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity"
    static let intOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"

    static let components: [String: JSON] = [
        time: ["type": "string", "format": "date-time"],
        microTime: ["type": "string", "format": "date-time"],
        quantity: ["oneOf": [["type": "string"], ["type": "number"]]],
        intOrString: [
            "format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]],
        ],
    ]

    /// Of one field.
    struct Values: Sendable {
        var values: [String]?
        var initial: JSON?
    }

    /// By type and field.
    static let values: [String: Values] = {
        var result: [String: Values] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            var values = Values()
            let initial = words.last { $0.hasPrefix("=") }?.dropFirst()
            values.initial = initial.map { .string(String($0)) }
            let choice = words.dropFirst().filter { !$0.hasPrefix("=") }
            if !choice.isEmpty { values.values = choice.sorted() }
            result[words.first ?? ""] = values
        }
        return result
    }()

    /// A field a line: its values, and behind `=` what stands when none is given.
    private static let text = """
        apps.v1.DaemonSetUpdateStrategy.type OnDelete RollingUpdate
        apps.v1.DeploymentStrategy.type Recreate RollingUpdate
        apps.v1.StatefulSetSpec.podManagementPolicy OrderedReady Parallel
        apps.v1.StatefulSetUpdateStrategy.type OnDelete RollingUpdate
        autoscaling.v2.HPAScalingRules.selectPolicy Disabled Max Min
        batch.v1.CronJobSpec.concurrencyPolicy Allow Forbid Replace
        batch.v1.JobSpec.completionMode Indexed NonIndexed
        batch.v1.JobSpec.podReplacementPolicy Failed TerminatingOrFailed
        core.v1.Container.imagePullPolicy Always IfNotPresent Never
        core.v1.Container.terminationMessagePolicy FallbackToLogsOnError File
        core.v1.ContainerPort.protocol SCTP TCP UDP =TCP
        core.v1.EndpointPort.protocol SCTP TCP UDP
        core.v1.HTTPGetAction.scheme HTTP HTTPS
        core.v1.NamespaceStatus.phase Active Terminating
        core.v1.NodeSelectorRequirement.operator DoesNotExist Exists Gt In Lt NotIn
        core.v1.PersistentVolumeClaimStatus.phase Bound Lost Pending
        core.v1.PersistentVolumeSpec.persistentVolumeReclaimPolicy Delete Recycle Retain
        core.v1.PersistentVolumeStatus.phase Available Bound Failed Pending Released
        core.v1.PodSpec.dnsPolicy ClusterFirst ClusterFirstWithHostNet Default None
        core.v1.PodSpec.preemptionPolicy Never PreemptLowerPriority
        core.v1.PodSpec.restartPolicy Always Never OnFailure
        core.v1.PodStatus.phase Failed Pending Running Succeeded Unknown
        core.v1.PodStatus.qosClass BestEffort Burstable Guaranteed
        core.v1.SeccompProfile.type Localhost RuntimeDefault Unconfined
        core.v1.ServicePort.protocol SCTP TCP UDP =TCP
        core.v1.ServiceSpec.externalTrafficPolicy Cluster Local
        core.v1.ServiceSpec.internalTrafficPolicy Cluster Local
        core.v1.ServiceSpec.ipFamilyPolicy PreferDualStack RequireDualStack SingleStack
        core.v1.ServiceSpec.sessionAffinity ClientIP None
        core.v1.ServiceSpec.type ClusterIP ExternalName LoadBalancer NodePort
        core.v1.Taint.effect NoExecute NoSchedule PreferNoSchedule
        core.v1.Toleration.effect NoExecute NoSchedule PreferNoSchedule
        core.v1.Toleration.operator Equal Exists Gt Lt
        core.v1.TopologySpreadConstraint.whenUnsatisfiable DoNotSchedule ScheduleAnyway
        discovery.v1.EndpointSlice.addressType FQDN IPv4 IPv6
        networking.v1.HTTPIngressPath.pathType Exact ImplementationSpecific Prefix
        policy.v1.PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy AlwaysAllow IfHealthyBudget
        storage.v1.StorageClass.volumeBindingMode Immediate WaitForFirstConsumer
        """
}
