extension SchemaText {
    /// `rbac.v1`: roles and bindings.
    static let rbac = SchemaText(
        "rbac.v1",
        """
        Subject: kind*= string; apiGroup string; name*= string; namespace string
        Role: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            rules= [PolicyRule] atomic
        PolicyRule: verbs*= [string] atomic; apiGroups [string] atomic;
            resources [string] atomic; resourceNames [string] atomic;
            nonResourceURLs [string] atomic
        RoleBinding: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            subjects [Subject] atomic; roleRef*= RoleRef atomic
        RoleRef: apiGroup= string; kind*= string; name*= string
        ClusterRole: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            rules= [PolicyRule] atomic; aggregationRule? AggregationRule
        AggregationRule: clusterRoleSelectors [meta.v1.LabelSelector] atomic
        ClusterRoleBinding: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            subjects [Subject] atomic; roleRef*= RoleRef atomic
        """)
}
