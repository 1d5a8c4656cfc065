extension SchemaText {
    /// `policy.v1`: disruption budgets and evictions.
    static let policy = SchemaText(
        "policy.v1",
        """
        PodDisruptionBudget: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= PodDisruptionBudgetSpec; status= PodDisruptionBudgetStatus
        PodDisruptionBudgetSpec: minAvailable? intOrString;
            selector? meta.v1.LabelSelector replace atomic; maxUnavailable? intOrString;
            unhealthyPodEvictionPolicy? string
        PodDisruptionBudgetStatus: observedGeneration int64; disruptedPods {time};
            disruptionsAllowed= int32; currentHealthy= int32; desiredHealthy= int32;
            expectedPods= int32; conditions [meta.v1.Condition] merge(type) map(type)
        Eviction: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            deleteOptions? meta.v1.DeleteOptions
        """)
}
