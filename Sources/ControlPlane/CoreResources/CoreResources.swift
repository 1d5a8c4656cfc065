import ResourceModel

/// The kinds of the core group that aren't workloads, and those of services and networking beside
/// them.
public enum CoreResources {
    /// Every definition of this room.
    public static let all: [ResourceDefinition] = [
        NamespaceKind.definition, NodeKind.definition, ConfigMapKind.definition,
        SecretKind.definition, ServiceAccountKind.definition, ServiceKind.definition,
        EndpointsKind.definition, EndpointSliceKind.definition, IPAddressKind.definition,
        ServiceCIDRKind.definition, IngressKind.definition, IngressClassKind.definition,
        NetworkPolicyKind.definition, EventKind.definition, RegardedEventKind.definition,
        LimitRangeKind.definition, ResourceQuotaKind.definition,
        PersistentVolumeKind.definition, PersistentVolumeClaimKind.definition,
        ComponentStatusKind.definition,
    ]
}
