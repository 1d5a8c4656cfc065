extension SchemaText {
    /// `autoscaling.v1`: scales and the first autoscaler.
    static let autoscalingV1 = SchemaText(
        "autoscaling.v1",
        """
        CrossVersionObjectReference: kind*= string; name*= string; apiVersion string
        HorizontalPodAutoscaler: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= HorizontalPodAutoscalerSpec; status= HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerSpec: scaleTargetRef*= CrossVersionObjectReference atomic;
            minReplicas? int32; maxReplicas*= int32; targetCPUUtilizationPercentage? int32
        HorizontalPodAutoscalerStatus: observedGeneration? int64; lastScaleTime? time;
            currentReplicas*= int32; desiredReplicas*= int32;
            currentCPUUtilizationPercentage? int32
        Scale: kind string; apiVersion string; metadata= meta.v1.ObjectMeta; spec= ScaleSpec;
            status= ScaleStatus
        ScaleSpec: replicas int32
        ScaleStatus: replicas*= int32; selector string
        """)
}
