extension SchemaText {
    /// `apps.v1`: workloads of pods.
    static let apps = SchemaText(
        "apps.v1",
        """
        StatefulSet: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= StatefulSetSpec; status= StatefulSetStatus
        StatefulSetSpec: replicas? int32; selector*?= meta.v1.LabelSelector atomic;
            template*= core.v1.PodTemplateSpec;
            volumeClaimTemplates [core.v1.PersistentVolumeClaim] atomic; serviceName= string;
            podManagementPolicy string; updateStrategy= StatefulSetUpdateStrategy;
            revisionHistoryLimit? int32; minReadySeconds int32;
            persistentVolumeClaimRetentionPolicy?
            StatefulSetPersistentVolumeClaimRetentionPolicy; ordinals? StatefulSetOrdinals
        StatefulSetUpdateStrategy: type string; rollingUpdate? RollingUpdateStatefulSetStrategy
        RollingUpdateStatefulSetStrategy: partition? int32; maxUnavailable? intOrString
        StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted string; whenScaled string
        StatefulSetOrdinals: start= int32
        StatefulSetStatus: observedGeneration int64; replicas*= int32; readyReplicas int32;
            currentReplicas int32; updatedReplicas int32; currentRevision string;
            updateRevision string; collisionCount? int32;
            conditions [StatefulSetCondition] merge(type) map(type); availableReplicas= int32
        StatefulSetCondition: type*= string; status*= string; lastTransitionTime= time;
            reason string; message string
        Deployment: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= DeploymentSpec; status= DeploymentStatus
        DeploymentSpec: replicas? int32; selector*?= meta.v1.LabelSelector atomic;
            template*= core.v1.PodTemplateSpec; strategy= DeploymentStrategy retainKeys;
            minReadySeconds int32; revisionHistoryLimit? int32; paused bool;
            progressDeadlineSeconds? int32
        DeploymentStrategy: type string; rollingUpdate? RollingUpdateDeployment
        RollingUpdateDeployment: maxUnavailable? intOrString; maxSurge? intOrString
        DeploymentStatus: observedGeneration int64; replicas int32; updatedReplicas int32;
            readyReplicas int32; availableReplicas int32; unavailableReplicas int32;
            terminatingReplicas? int32; conditions [DeploymentCondition] merge(type) map(type);
            collisionCount? int32
        DeploymentCondition: type*= string; status*= string; lastUpdateTime= time;
            lastTransitionTime= time; reason string; message string
        DaemonSet: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= DaemonSetSpec; status= DaemonSetStatus
        DaemonSetSpec: selector*?= meta.v1.LabelSelector atomic;
            template*= core.v1.PodTemplateSpec; updateStrategy= DaemonSetUpdateStrategy;
            minReadySeconds int32; revisionHistoryLimit? int32
        DaemonSetUpdateStrategy: type string; rollingUpdate? RollingUpdateDaemonSet
        RollingUpdateDaemonSet: maxUnavailable? intOrString; maxSurge? intOrString
        DaemonSetStatus: currentNumberScheduled*= int32; numberMisscheduled*= int32;
            desiredNumberScheduled*= int32; numberReady*= int32; observedGeneration int64;
            updatedNumberScheduled int32; numberAvailable int32; numberUnavailable int32;
            collisionCount? int32; conditions [DaemonSetCondition] merge(type) map(type)
        DaemonSetCondition: type*= string; status*= string; lastTransitionTime= time;
            reason string; message string
        ReplicaSet: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= ReplicaSetSpec; status= ReplicaSetStatus
        ReplicaSetSpec: replicas? int32; minReadySeconds int32;
            selector*?= meta.v1.LabelSelector atomic; template= core.v1.PodTemplateSpec
        ReplicaSetStatus: replicas*= int32; fullyLabeledReplicas int32; readyReplicas int32;
            availableReplicas int32; terminatingReplicas? int32; observedGeneration int64;
            conditions [ReplicaSetCondition] merge(type) map(type)
        ReplicaSetCondition: type*= string; status*= string; lastTransitionTime= time;
            reason string; message string
        ControllerRevision: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            data= any; revision*= int64
        """)
}
