extension APIServerConfiguration {
    /// The admission steps that there are, by upstream's names.
    public static let admissionSteps: Set<String> = [
        "NamespaceLifecycle", "ServiceAccount", "TaintNodesByCondition", "Priority", "RuntimeClass",
        "DefaultTolerationSeconds", "DefaultStorageClass", "StorageObjectInUseProtection",
        "DefaultIngressClass", "LimitRanger", "ResourceQuota",
    ]

    /// Upstream's other steps: flags may name them, and they do nothing here.
    public static let missingAdmissionSteps: Set<String> = [
        "AlwaysAdmit", "AlwaysDeny", "AlwaysPullImages", "CertificateApproval",
        "CertificateSigning", "CertificateSubjectRestriction", "ClusterTrustBundleAttest",
        "DenyServiceExternalIPs", "EventRateLimit", "ExtendedResourceToleration",
        "ImagePolicyWebhook", "LimitPodHardAntiAffinityTopology",
        "MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "NamespaceAutoProvision",
        "NamespaceExists", "NodeRestriction", "OwnerReferencesPermissionEnforcement",
        "PersistentVolumeClaimResize", "PodNodeSelector", "PodSecurity",
        "PodTolerationRestriction", "PodTopologyLabels",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook",
    ]
}

extension Admission {
    /// The steps that upstream takes, in its order, without those that are left out.
    static func standard(without disabled: Set<String>) -> Admission {
        let steps: [(name: String, step: any AdmissionStep)] = [
            ("NamespaceLifecycle", NamespaceLifecycle()),
            ("LimitRanger", LimitRanger()),
            ("ServiceAccount", ServiceAccounts()),
            ("TaintNodesByCondition", TaintNodesByCondition()),
            ("Priority", Priority()),
            ("RuntimeClass", RuntimeClass()),
            ("DefaultTolerationSeconds", DefaultTolerationSeconds()),
            ("DefaultStorageClass", DefaultStorageClass()),
            ("StorageObjectInUseProtection", StorageObjectInUseProtection()),
            ("DefaultIngressClass", DefaultIngressClass()),
            ("", EscalationCheck()),
            ("ResourceQuota", QuotaCheck()),
        ]
        return Admission(
            steps: steps.filter { $0.name.isEmpty || !disabled.contains($0.name) }.map(\.step))
    }
}
