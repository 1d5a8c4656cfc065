extension MessageText {
    /// Messages of `policy.v1`.
    static let policy = MessageText(
        package: "policy.v1",
        """
        Eviction 1:metadata:meta.v1.ObjectMeta 2:deleteOptions:meta.v1.DeleteOptions
        PodDisruptionBudget 1:metadata:meta.v1.ObjectMeta 2:spec:PodDisruptionBudgetSpec
          3:status:PodDisruptionBudgetStatus
        PodDisruptionBudgetSpec 1:minAvailable:intstr.IntOrString 2:selector:meta.v1.LabelSelector
          3:maxUnavailable:intstr.IntOrString 4:unhealthyPodEvictionPolicy:s
        PodDisruptionBudgetStatus 1:observedGeneration:i 2:disruptedPods:%meta.v1.Time
          3:disruptionsAllowed:i 4:currentHealthy:i 5:desiredHealthy:i 6:expectedPods:i
          7:conditions:*meta.v1.Condition
        """)
}
