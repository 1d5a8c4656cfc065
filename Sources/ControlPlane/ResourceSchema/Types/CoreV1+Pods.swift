extension SchemaText {
    /// `core.v1`: pods.
    static let corePods = SchemaText(
        "core.v1",
        """
        Pod: kind string; apiVersion string; metadata= meta.v1.ObjectMeta; spec= PodSpec;
            status= PodStatus
        PodSpec: volumes [Volume] merge(name) retainKeys map(name);
            initContainers [Container] merge(name) map(name);
            containers*= [Container] merge(name) map(name);
            ephemeralContainers [EphemeralContainer] merge(name) map(name);
            restartPolicy string; terminationGracePeriodSeconds? int64;
            activeDeadlineSeconds? int64; dnsPolicy string; nodeSelector {string} atomic;
            serviceAccountName string; serviceAccount string;
            automountServiceAccountToken? bool; nodeName string; hostNetwork bool;
            hostPID bool; hostIPC bool; shareProcessNamespace? bool;
            securityContext? PodSecurityContext;
            imagePullSecrets [LocalObjectReference] merge(name) map(name); hostname string;
            subdomain string; affinity? Affinity; schedulerName string;
            tolerations [Toleration] atomic; hostAliases [HostAlias] merge(ip) map(ip);
            priorityClassName string; priority? int32; dnsConfig? PodDNSConfig;
            readinessGates [PodReadinessGate] atomic; runtimeClassName? string;
            enableServiceLinks? bool; preemptionPolicy? string; overhead {quantity};
            topologySpreadConstraints [TopologySpreadConstraint] merge(topologyKey)
            map(topologyKey,whenUnsatisfiable); setHostnameAsFQDN? bool; os? PodOS;
            hostUsers? bool; schedulingGates [PodSchedulingGate] merge(name) map(name);
            resourceClaims [PodResourceClaim] merge(name) retainKeys map(name);
            resources? ResourceRequirements; hostnameOverride? string;
            schedulingGroup? PodSchedulingGroup
        PodSecurityContext: seLinuxOptions? SELinuxOptions;
            windowsOptions? WindowsSecurityContextOptions; runAsUser? int64; runAsGroup? int64;
            runAsNonRoot? bool; supplementalGroups [int64] atomic;
            supplementalGroupsPolicy? string; fsGroup? int64; sysctls [Sysctl] atomic;
            fsGroupChangePolicy? string; seccompProfile? SeccompProfile;
            appArmorProfile? AppArmorProfile; seLinuxChangePolicy? string
        Sysctl: name*= string; value*= string
        Affinity: nodeAffinity? NodeAffinity; podAffinity? PodAffinity;
            podAntiAffinity? PodAntiAffinity
        NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution? NodeSelector atomic;
            preferredDuringSchedulingIgnoredDuringExecution [PreferredSchedulingTerm] atomic
        NodeSelector: nodeSelectorTerms*= [NodeSelectorTerm] atomic
        NodeSelectorTerm: matchExpressions [NodeSelectorRequirement] atomic;
            matchFields [NodeSelectorRequirement] atomic
        NodeSelectorRequirement: key*= string; operator*= string; values [string] atomic
        PreferredSchedulingTerm: weight*= int32; preference*= NodeSelectorTerm atomic
        PodAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm] atomic;
            preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm] atomic
        PodAffinityTerm: labelSelector? meta.v1.LabelSelector atomic;
            namespaces [string] atomic; topologyKey*= string;
            namespaceSelector? meta.v1.LabelSelector atomic; matchLabelKeys [string] atomic;
            mismatchLabelKeys [string] atomic
        WeightedPodAffinityTerm: weight*= int32; podAffinityTerm*= PodAffinityTerm
        PodAntiAffinity:
            requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm] atomic;
            preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm] atomic
        Toleration: key string; operator string; value string; effect string;
            tolerationSeconds? int64
        HostAlias: ip*= string; hostnames [string] atomic
        PodDNSConfig: nameservers [string] atomic; searches [string] atomic;
            options [PodDNSConfigOption] atomic
        PodDNSConfigOption: name string; value? string
        PodReadinessGate: conditionType*= string
        TopologySpreadConstraint: maxSkew*= int32; topologyKey*= string;
            whenUnsatisfiable*= string; labelSelector? meta.v1.LabelSelector atomic;
            minDomains? int32; nodeAffinityPolicy? string; nodeTaintsPolicy? string;
            matchLabelKeys [string] atomic
        PodOS: name*= string
        PodSchedulingGate: name*= string
        PodResourceClaim: name*= string; resourceClaimName? string;
            resourceClaimTemplateName? string
        PodSchedulingGroup: podGroupName? string
        PodStatus: observedGeneration int64; phase string;
            conditions [PodCondition] merge(type) map(type); message string; reason string;
            nominatedNodeName string; hostIP string; hostIPs [HostIP] merge(ip) atomic;
            podIP string; podIPs [PodIP] merge(ip) map(ip); startTime? time;
            initContainerStatuses [ContainerStatus] atomic;
            containerStatuses [ContainerStatus] atomic; qosClass string;
            ephemeralContainerStatuses [ContainerStatus] atomic; resize string;
            resourceClaimStatuses [PodResourceClaimStatus] merge(name) retainKeys map(name);
            extendedResourceClaimStatus? PodExtendedResourceClaimStatus;
            allocatedResources {quantity}; resources? ResourceRequirements;
            nodeAllocatableResourceClaimStatuses [NodeAllocatableResourceClaimStatus] atomic
        PodCondition: type*= string; observedGeneration int64; status*= string;
            lastProbeTime= time; lastTransitionTime= time; reason string; message string
        HostIP: ip*= string
        PodIP: ip*= string
        ContainerStatus: name*= string; state= ContainerState; lastState= ContainerState;
            ready*= bool; restartCount*= int32; image*= string; imageID*= string;
            containerID string; started? bool; allocatedResources {quantity};
            resources? ResourceRequirements;
            volumeMounts [VolumeMountStatus] merge(mountPath) map(mountPath);
            user? ContainerUser;
            allocatedResourcesStatus [ResourceStatus] merge(name) map(name); stopSignal? string
        ContainerState: waiting? ContainerStateWaiting; running? ContainerStateRunning;
            terminated? ContainerStateTerminated
        ContainerStateWaiting: reason string; message string
        ContainerStateRunning: startedAt= time
        ContainerStateTerminated: exitCode*= int32; signal int32; reason string;
            message string; startedAt= time; finishedAt= time; containerID string
        VolumeMountStatus: name*= string; mountPath*= string; readOnly bool;
            recursiveReadOnly? string; volumeStatus? VolumeStatus
        VolumeStatus: image? ImageVolumeStatus
        ImageVolumeStatus: imageRef* string
        ContainerUser: linux? LinuxContainerUser
        LinuxContainerUser: uid*= int64; gid*= int64; supplementalGroups [int64] atomic
        ResourceStatus: name*= string; resources [ResourceHealth] map(resourceID)
        ResourceHealth: resourceID*= string; health string; message? string
        PodResourceClaimStatus: name*= string; resourceClaimName? string
        PodExtendedResourceClaimStatus:
            requestMappings*= [ContainerExtendedResourceRequest] atomic;
            resourceClaimName*= string
        ContainerExtendedResourceRequest: containerName*= string; resourceName*= string;
            requestName*= string
        NodeAllocatableResourceClaimStatus: resourceClaimName*= string;
            containers [string] set; resources*= {quantity}
        PodTemplate: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            template= PodTemplateSpec
        PodTemplateSpec: metadata= meta.v1.ObjectMeta; spec= PodSpec
        ReplicationController: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= ReplicationControllerSpec; status= ReplicationControllerStatus
        ReplicationControllerSpec: replicas? int32; minReadySeconds int32;
            selector {string} atomic; template? PodTemplateSpec
        ReplicationControllerStatus: replicas*= int32; fullyLabeledReplicas int32;
            readyReplicas int32; availableReplicas int32; observedGeneration int64;
            conditions [ReplicationControllerCondition] merge(type) map(type)
        ReplicationControllerCondition: type*= string; status*= string;
            lastTransitionTime= time; reason string; message string
        Binding: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            target*= ObjectReference atomic
        ObjectReference: kind string; namespace string; name string; uid string;
            apiVersion string; resourceVersion string; fieldPath string
        """)
}
