extension MessageText {
    /// Messages of `core.v1`, Q to Z.
    static let coreQToZ = MessageText(
        package: "core.v1",
        """
        QuobyteVolumeSource 1:registry:s 2:volume:s 3:readOnly:b 4:user:s 5:group:s 6:tenant:s
        RBDPersistentVolumeSource 1:monitors:*s 2:image:s 3:fsType:s 4:pool:s 5:user:s 6:keyring:s
          7:secretRef:SecretReference 8:readOnly:b
        RBDVolumeSource 1:monitors:*s 2:image:s 3:fsType:s 4:pool:s 5:user:s 6:keyring:s
          7:secretRef:LocalObjectReference 8:readOnly:b
        RangeAllocation 1:metadata:meta.v1.ObjectMeta 2:range:s 3:data:y
        ReplicationController 1:metadata:meta.v1.ObjectMeta 2:spec:ReplicationControllerSpec
          3:status:ReplicationControllerStatus
        ReplicationControllerCondition 1:type:s 2:status:s 3:lastTransitionTime:meta.v1.Time
          4:reason:s 5:message:s
        ReplicationControllerSpec 1:replicas:i 4:minReadySeconds:i 2:selector:%s
          3:template:PodTemplateSpec
        ReplicationControllerStatus 1:replicas:i 2:fullyLabeledReplicas:i 4:readyReplicas:i
          5:availableReplicas:i 3:observedGeneration:i
          6:conditions:*ReplicationControllerCondition
        ResourceClaim 1:name:s 2:request:s
        ResourceFieldSelector 1:containerName:s 2:resource:s 3:divisor:resource.Quantity
        ResourceHealth 1:resourceID:s 2:health:s 6:message:s
        ResourceQuota 1:metadata:meta.v1.ObjectMeta 2:spec:ResourceQuotaSpec
          3:status:ResourceQuotaStatus
        ResourceQuotaSpec 1:hard:%resource.Quantity 2:scopes:*s 3:scopeSelector:ScopeSelector
        ResourceQuotaStatus 1:hard:%resource.Quantity 2:used:%resource.Quantity
        ResourceRequirements 1:limits:%resource.Quantity 2:requests:%resource.Quantity
          3:claims:*ResourceClaim
        ResourceStatus 1:name:s 2:resources:*ResourceHealth
        SELinuxOptions 1:user:s 2:role:s 3:type:s 4:level:s
        ScaleIOPersistentVolumeSource 1:gateway:s 2:system:s 3:secretRef:SecretReference
          4:sslEnabled:b 5:protectionDomain:s 6:storagePool:s 7:storageMode:s 8:volumeName:s
          9:fsType:s 10:readOnly:b
        ScaleIOVolumeSource 1:gateway:s 2:system:s 3:secretRef:LocalObjectReference 4:sslEnabled:b
          5:protectionDomain:s 6:storagePool:s 7:storageMode:s 8:volumeName:s 9:fsType:s
          10:readOnly:b
        ScopeSelector 1:matchExpressions:*ScopedResourceSelectorRequirement
        ScopedResourceSelectorRequirement 1:scopeName:s 2:operator:s 3:values:*s
        SeccompProfile 1:type:s 2:localhostProfile:s
        Secret 1:metadata:meta.v1.ObjectMeta 5:immutable:b 2:data:%y 4:stringData:%s 3:type:s
        SecretEnvSource 1:localObjectReference:<LocalObjectReference 2:optional:b
        SecretKeySelector 1:localObjectReference:<LocalObjectReference 2:key:s 3:optional:b
        SecretProjection 1:localObjectReference:<LocalObjectReference 2:items:*KeyToPath
          4:optional:b
        SecretReference 1:name:s 2:namespace:s
        SecretVolumeSource 1:secretName:s 2:items:*KeyToPath 3:defaultMode:i 4:optional:b
        SecurityContext 1:capabilities:Capabilities 2:privileged:b 3:seLinuxOptions:SELinuxOptions
          10:windowsOptions:WindowsSecurityContextOptions 4:runAsUser:i 8:runAsGroup:i
          5:runAsNonRoot:b 6:readOnlyRootFilesystem:b 7:allowPrivilegeEscalation:b 9:procMount:s
          11:seccompProfile:SeccompProfile 12:appArmorProfile:AppArmorProfile
        SerializedReference 1:reference:ObjectReference
        Service 1:metadata:meta.v1.ObjectMeta 2:spec:ServiceSpec 3:status:ServiceStatus
        ServiceAccount 1:metadata:meta.v1.ObjectMeta 2:secrets:*ObjectReference
          3:imagePullSecrets:*LocalObjectReference 4:automountServiceAccountToken:b
        ServiceAccountTokenProjection 1:audience:s 2:expirationSeconds:i 3:path:s
        ServicePort 1:name:s 2:protocol:s 6:appProtocol:s 3:port:i 4:targetPort:intstr.IntOrString
          5:nodePort:i
        ServiceProxyOptions 1:path:s
        ServiceSpec 1:ports:*ServicePort 2:selector:%s 3:clusterIP:s 18:clusterIPs:*s 4:type:s
          5:externalIPs:*s 7:sessionAffinity:s 8:loadBalancerIP:s 9:loadBalancerSourceRanges:*s
          10:externalName:s 11:externalTrafficPolicy:s 12:healthCheckNodePort:i
          13:publishNotReadyAddresses:b 14:sessionAffinityConfig:SessionAffinityConfig
          19:ipFamilies:*s 17:ipFamilyPolicy:s 20:allocateLoadBalancerNodePorts:b
          21:loadBalancerClass:s 22:internalTrafficPolicy:s 23:trafficDistribution:s
        ServiceStatus 1:loadBalancer:LoadBalancerStatus 2:conditions:*meta.v1.Condition
        SessionAffinityConfig 1:clientIP:ClientIPConfig
        SleepAction 1:seconds:i
        StorageOSPersistentVolumeSource 1:volumeName:s 2:volumeNamespace:s 3:fsType:s 4:readOnly:b
          5:secretRef:ObjectReference
        StorageOSVolumeSource 1:volumeName:s 2:volumeNamespace:s 3:fsType:s 4:readOnly:b
          5:secretRef:LocalObjectReference
        Sysctl 1:name:s 2:value:s
        TCPSocketAction 1:port:intstr.IntOrString 2:host:s
        Taint 1:key:s 2:value:s 3:effect:s 4:timeAdded:meta.v1.Time
        Toleration 1:key:s 2:operator:s 3:value:s 4:effect:s 5:tolerationSeconds:i
        TopologySelectorLabelRequirement 1:key:s 2:values:*s
        TopologySelectorTerm 1:matchLabelExpressions:*TopologySelectorLabelRequirement
        TopologySpreadConstraint 1:maxSkew:i 2:topologyKey:s 3:whenUnsatisfiable:s
          4:labelSelector:meta.v1.LabelSelector 5:minDomains:i 6:nodeAffinityPolicy:s
          7:nodeTaintsPolicy:s 8:matchLabelKeys:*s
        TypedLocalObjectReference 1:apiGroup:s 2:kind:s 3:name:s
        TypedObjectReference 1:apiGroup:s 2:kind:s 3:name:s 4:namespace:s
        Volume 1:name:s 2:volumeSource:<VolumeSource
        VolumeDevice 1:name:s 2:devicePath:s
        VolumeMount 1:name:s 2:readOnly:b 7:recursiveReadOnly:s 3:mountPath:s 4:subPath:s
          5:mountPropagation:s 6:subPathExpr:s
        VolumeMountStatus 1:name:s 2:mountPath:s 3:readOnly:b 4:recursiveReadOnly:s
          5:volumeStatus:VolumeStatus
        VolumeNodeAffinity 1:required:NodeSelector
        VolumeProjection 1:secret:SecretProjection 2:downwardAPI:DownwardAPIProjection
          3:configMap:ConfigMapProjection 4:serviceAccountToken:ServiceAccountTokenProjection
          5:clusterTrustBundle:ClusterTrustBundleProjection
          6:podCertificate:PodCertificateProjection
        VolumeResourceRequirements 1:limits:%resource.Quantity 2:requests:%resource.Quantity
        VolumeSource 1:hostPath:HostPathVolumeSource 2:emptyDir:EmptyDirVolumeSource
          3:gcePersistentDisk:GCEPersistentDiskVolumeSource
          4:awsElasticBlockStore:AWSElasticBlockStoreVolumeSource 5:gitRepo:GitRepoVolumeSource
          6:secret:SecretVolumeSource 7:nfs:NFSVolumeSource 8:iscsi:ISCSIVolumeSource
          9:glusterfs:GlusterfsVolumeSource
          10:persistentVolumeClaim:PersistentVolumeClaimVolumeSource 11:rbd:RBDVolumeSource
          12:flexVolume:FlexVolumeSource 13:cinder:CinderVolumeSource 14:cephfs:CephFSVolumeSource
          15:flocker:FlockerVolumeSource 16:downwardAPI:DownwardAPIVolumeSource
          17:fc:FCVolumeSource 18:azureFile:AzureFileVolumeSource
          19:configMap:ConfigMapVolumeSource 20:vsphereVolume:VsphereVirtualDiskVolumeSource
          21:quobyte:QuobyteVolumeSource 22:azureDisk:AzureDiskVolumeSource
          23:photonPersistentDisk:PhotonPersistentDiskVolumeSource
          26:projected:ProjectedVolumeSource 24:portworxVolume:PortworxVolumeSource
          25:scaleIO:ScaleIOVolumeSource 27:storageos:StorageOSVolumeSource 28:csi:CSIVolumeSource
          29:ephemeral:EphemeralVolumeSource 30:image:ImageVolumeSource
        VolumeStatus 1:image:ImageVolumeStatus
        VsphereVirtualDiskVolumeSource 1:volumePath:s 2:fsType:s 3:storagePolicyName:s
          4:storagePolicyID:s
        WeightedPodAffinityTerm 1:weight:i 2:podAffinityTerm:PodAffinityTerm
        WindowsSecurityContextOptions 1:gmsaCredentialSpecName:s 2:gmsaCredentialSpec:s
          3:runAsUserName:s 4:hostProcess:b
        """)
}
