extension SchemaText {
    /// `batch.v1`: jobs.
    static let batch = SchemaText(
        "batch.v1",
        """
        Job: kind string; apiVersion string; metadata= meta.v1.ObjectMeta; spec= JobSpec;
            status= JobStatus
        JobSpec: parallelism? int32; completions? int32; activeDeadlineSeconds? int64;
            podFailurePolicy? PodFailurePolicy; successPolicy? SuccessPolicy;
            backoffLimit? int32; backoffLimitPerIndex? int32; maxFailedIndexes? int32;
            selector? meta.v1.LabelSelector atomic; manualSelector? bool;
            template*= core.v1.PodTemplateSpec; ttlSecondsAfterFinished? int32;
            completionMode? string; suspend? bool; podReplacementPolicy? string;
            managedBy? string
        PodFailurePolicy: rules*= [PodFailurePolicyRule] atomic
        PodFailurePolicyRule: action*= string;
            onExitCodes? PodFailurePolicyOnExitCodesRequirement;
            onPodConditions [PodFailurePolicyOnPodConditionsPattern] atomic
        PodFailurePolicyOnExitCodesRequirement: containerName? string; operator*= string;
            values*= [int32] set
        PodFailurePolicyOnPodConditionsPattern: type*= string; status= string
        SuccessPolicy: rules*= [SuccessPolicyRule] atomic
        SuccessPolicyRule: succeededIndexes? string; succeededCount? int32
        JobStatus: conditions [JobCondition] merge(type) atomic; startTime? time;
            completionTime? time; active int32; succeeded int32; failed int32;
            terminating? int32; completedIndexes string; failedIndexes? string;
            uncountedTerminatedPods? UncountedTerminatedPods; ready? int32
        JobCondition: type*= string; status*= string; lastProbeTime= time;
            lastTransitionTime= time; reason string; message string
        UncountedTerminatedPods: succeeded [string] set; failed [string] set
        CronJob: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= CronJobSpec; status= CronJobStatus
        CronJobSpec: schedule*= string; timeZone? string; startingDeadlineSeconds? int64;
            concurrencyPolicy string; suspend? bool; jobTemplate*= JobTemplateSpec;
            successfulJobsHistoryLimit? int32; failedJobsHistoryLimit? int32
        JobTemplateSpec: metadata= meta.v1.ObjectMeta; spec= JobSpec
        CronJobStatus: active [core.v1.ObjectReference] atomic; lastScheduleTime? time;
            lastSuccessfulTime? time
        """)
}
