import ResourceModel

/// The kinds that govern a cluster: who may do what, what runs first, where volumes come from.
public enum ClusterResources {
    /// Every definition of this room.
    public static let all: [ResourceDefinition] =
        [
            RoleKind.role, RoleKind.clusterRole, RoleBindingKind.roleBinding,
            RoleBindingKind.clusterRoleBinding, LeaseKind.definition,
            PriorityClassKind.definition, StorageClassKind.definition, CSINodeKind.definition,
            CSIDriverKind.definition, CSIStorageCapacityKind.definition,
            VolumeAttachmentKind.definition, VolumeAttributesClassKind.definition,
            RuntimeClassKind.definition, CertificateSigningRequestKind.definition,
        ] + WebhookConfigurationKind.all + AdmissionPolicyKind.all + FlowControlKind.all
        + ReviewKind.all
}
