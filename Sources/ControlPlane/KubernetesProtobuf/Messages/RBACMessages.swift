extension MessageText {
    /// Messages of `rbac.v1`.
    static let rbac = MessageText(
        package: "rbac.v1",
        """
        AggregationRule 1:clusterRoleSelectors:*meta.v1.LabelSelector
        ClusterRole 1:metadata:meta.v1.ObjectMeta 2:rules:*PolicyRule
          3:aggregationRule:AggregationRule
        ClusterRoleBinding 1:metadata:meta.v1.ObjectMeta 2:subjects:*Subject 3:roleRef:RoleRef
        PolicyRule 1:verbs:*s 2:apiGroups:*s 3:resources:*s 4:resourceNames:*s
          5:nonResourceURLs:*s
        Role 1:metadata:meta.v1.ObjectMeta 2:rules:*PolicyRule
        RoleBinding 1:metadata:meta.v1.ObjectMeta 2:subjects:*Subject 3:roleRef:RoleRef
        RoleRef 1:apiGroup:s 2:kind:s 3:name:s
        Subject 1:kind:s 2:apiGroup:s 3:name:s 4:namespace:s
        """)
}
