extension SchemaText {
    /// `autoscaling.v2`: autoscalers.
    static let autoscalingV2 = SchemaText(
        "autoscaling.v2",
        """
        HorizontalPodAutoscaler: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= HorizontalPodAutoscalerSpec; status= HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerSpec: scaleTargetRef*= CrossVersionObjectReference;
            minReplicas? int32; maxReplicas*= int32; metrics [MetricSpec] atomic;
            behavior? HorizontalPodAutoscalerBehavior
        CrossVersionObjectReference: kind*= string; name*= string; apiVersion string
        MetricSpec: type*= string; object? ObjectMetricSource; pods? PodsMetricSource;
            resource? ResourceMetricSource; containerResource? ContainerResourceMetricSource;
            external? ExternalMetricSource
        ObjectMetricSource: describedObject*= CrossVersionObjectReference;
            target*= MetricTarget; metric*= MetricIdentifier
        MetricTarget: type*= string; value? quantity; averageValue? quantity;
            averageUtilization? int32
        MetricIdentifier: name*= string; selector? meta.v1.LabelSelector atomic
        PodsMetricSource: metric*= MetricIdentifier; target*= MetricTarget
        ResourceMetricSource: name*= string; target*= MetricTarget
        ContainerResourceMetricSource: name*= string; target*= MetricTarget; container*= string
        ExternalMetricSource: metric*= MetricIdentifier; target*= MetricTarget
        HorizontalPodAutoscalerBehavior: scaleUp? HPAScalingRules; scaleDown? HPAScalingRules
        HPAScalingRules: stabilizationWindowSeconds? int32; selectPolicy? string;
            policies [HPAScalingPolicy] atomic; tolerance? quantity
        HPAScalingPolicy: type*= string; value*= int32; periodSeconds*= int32
        HorizontalPodAutoscalerStatus: observedGeneration? int64; lastScaleTime? time;
            currentReplicas int32; desiredReplicas*= int32;
            currentMetrics= [MetricStatus] atomic;
            conditions [HorizontalPodAutoscalerCondition] merge(type) map(type)
        MetricStatus: type*= string; object? ObjectMetricStatus; pods? PodsMetricStatus;
            resource? ResourceMetricStatus; containerResource? ContainerResourceMetricStatus;
            external? ExternalMetricStatus
        ObjectMetricStatus: metric*= MetricIdentifier; current*= MetricValueStatus;
            describedObject*= CrossVersionObjectReference
        MetricValueStatus: value? quantity; averageValue? quantity; averageUtilization? int32
        PodsMetricStatus: metric*= MetricIdentifier; current*= MetricValueStatus
        ResourceMetricStatus: name*= string; current*= MetricValueStatus
        ContainerResourceMetricStatus: name*= string; current*= MetricValueStatus;
            container*= string
        ExternalMetricStatus: metric*= MetricIdentifier; current*= MetricValueStatus
        HorizontalPodAutoscalerCondition: type*= string; status*= string;
            lastTransitionTime= time; reason string; message string
        """)
}
