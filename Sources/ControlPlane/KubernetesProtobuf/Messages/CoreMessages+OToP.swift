extension MessageText {
    /// Messages of `core.v1`, O to P.
    static let coreOToP = MessageText(
        package: "core.v1",
        """
        ObjectFieldSelector 1:apiVersion:s 2:fieldPath:s
        ObjectReference 1:kind:s 2:namespace:s 3:name:s 4:uid:s 5:apiVersion:s 6:resourceVersion:s
          7:fieldPath:s
        PersistentVolume 1:metadata:meta.v1.ObjectMeta 2:spec:PersistentVolumeSpec
          3:status:PersistentVolumeStatus
        PersistentVolumeClaim 1:metadata:meta.v1.ObjectMeta 2:spec:PersistentVolumeClaimSpec
          3:status:PersistentVolumeClaimStatus
        PersistentVolumeClaimCondition 1:type:s 2:status:s 3:lastProbeTime:meta.v1.Time
          4:lastTransitionTime:meta.v1.Time 5:reason:s 6:message:s
        PersistentVolumeClaimSpec 1:accessModes:*s 4:selector:meta.v1.LabelSelector
          2:resources:VolumeResourceRequirements 3:volumeName:s 5:storageClassName:s
          6:volumeMode:s 7:dataSource:TypedLocalObjectReference
          8:dataSourceRef:TypedObjectReference 9:volumeAttributesClassName:s
        PersistentVolumeClaimStatus 1:phase:s 2:accessModes:*s 3:capacity:%resource.Quantity
          4:conditions:*PersistentVolumeClaimCondition 5:allocatedResources:%resource.Quantity
          7:allocatedResourceStatuses:%s 8:currentVolumeAttributesClassName:s
          9:modifyVolumeStatus:ModifyVolumeStatus
        PersistentVolumeClaimTemplate 1:metadata:meta.v1.ObjectMeta
          2:spec:PersistentVolumeClaimSpec
        PersistentVolumeClaimVolumeSource 1:claimName:s 2:readOnly:b
        PersistentVolumeSource 1:gcePersistentDisk:GCEPersistentDiskVolumeSource
          2:awsElasticBlockStore:AWSElasticBlockStoreVolumeSource 3:hostPath:HostPathVolumeSource
          4:glusterfs:GlusterfsPersistentVolumeSource 5:nfs:NFSVolumeSource
          6:rbd:RBDPersistentVolumeSource 7:iscsi:ISCSIPersistentVolumeSource
          8:cinder:CinderPersistentVolumeSource 9:cephfs:CephFSPersistentVolumeSource
          10:fc:FCVolumeSource 11:flocker:FlockerVolumeSource
          12:flexVolume:FlexPersistentVolumeSource 13:azureFile:AzureFilePersistentVolumeSource
          14:vsphereVolume:VsphereVirtualDiskVolumeSource 15:quobyte:QuobyteVolumeSource
          16:azureDisk:AzureDiskVolumeSource
          17:photonPersistentDisk:PhotonPersistentDiskVolumeSource
          18:portworxVolume:PortworxVolumeSource 19:scaleIO:ScaleIOPersistentVolumeSource
          20:local:LocalVolumeSource 21:storageos:StorageOSPersistentVolumeSource
          22:csi:CSIPersistentVolumeSource
        PersistentVolumeSpec 1:capacity:%resource.Quantity
          2:persistentVolumeSource:<PersistentVolumeSource 3:accessModes:*s
          4:claimRef:ObjectReference 5:persistentVolumeReclaimPolicy:s 6:storageClassName:s
          7:mountOptions:*s 8:volumeMode:s 9:nodeAffinity:VolumeNodeAffinity
          10:volumeAttributesClassName:s
        PersistentVolumeStatus 1:phase:s 2:message:s 3:reason:s
          4:lastPhaseTransitionTime:meta.v1.Time
        PhotonPersistentDiskVolumeSource 1:pdID:s 2:fsType:s
        Pod 1:metadata:meta.v1.ObjectMeta 2:spec:PodSpec 3:status:PodStatus
        PodAffinity 1:requiredDuringSchedulingIgnoredDuringExecution:*PodAffinityTerm
          2:preferredDuringSchedulingIgnoredDuringExecution:*WeightedPodAffinityTerm
        PodAffinityTerm 1:labelSelector:meta.v1.LabelSelector 2:namespaces:*s 3:topologyKey:s
          4:namespaceSelector:meta.v1.LabelSelector 5:matchLabelKeys:*s 6:mismatchLabelKeys:*s
        PodAntiAffinity 1:requiredDuringSchedulingIgnoredDuringExecution:*PodAffinityTerm
          2:preferredDuringSchedulingIgnoredDuringExecution:*WeightedPodAffinityTerm
        PodAttachOptions 1:stdin:b 2:stdout:b 3:stderr:b 4:tty:b 5:container:s
        PodCertificateProjection 1:signerName:s 2:keyType:s 3:maxExpirationSeconds:i
          4:credentialBundlePath:s 5:keyPath:s 6:certificateChainPath:s 7:userAnnotations:%s
        PodCondition 1:type:s 7:observedGeneration:i 2:status:s 3:lastProbeTime:meta.v1.Time
          4:lastTransitionTime:meta.v1.Time 5:reason:s 6:message:s
        PodDNSConfig 1:nameservers:*s 2:searches:*s 3:options:*PodDNSConfigOption
        PodDNSConfigOption 1:name:s 2:value:s
        PodExecOptions 1:stdin:b 2:stdout:b 3:stderr:b 4:tty:b 5:container:s 6:command:*s
        PodExtendedResourceClaimStatus 1:requestMappings:*ContainerExtendedResourceRequest
          2:resourceClaimName:s
        PodIP 1:ip:s
        PodLogOptions 1:container:s 2:follow:b 3:previous:b 4:sinceSeconds:i
          5:sinceTime:meta.v1.Time 6:timestamps:b 7:tailLines:i 8:limitBytes:i
          9:insecureSkipTLSVerifyBackend:b 10:stream:s
        PodOS 1:name:s
        PodPortForwardOptions 1:ports:*i
        PodProxyOptions 1:path:s
        PodReadinessGate 1:conditionType:s
        PodResourceClaim 1:name:s 3:resourceClaimName:s 4:resourceClaimTemplateName:s
        PodResourceClaimStatus 1:name:s 2:resourceClaimName:s
        PodSchedulingGate 1:name:s
        PodSchedulingGroup 1:podGroupName:s
        PodSecurityContext 1:seLinuxOptions:SELinuxOptions
          8:windowsOptions:WindowsSecurityContextOptions 2:runAsUser:i 6:runAsGroup:i
          3:runAsNonRoot:b 4:supplementalGroups:*i 12:supplementalGroupsPolicy:s 5:fsGroup:i
          7:sysctls:*Sysctl 9:fsGroupChangePolicy:s 10:seccompProfile:SeccompProfile
          11:appArmorProfile:AppArmorProfile 13:seLinuxChangePolicy:s
        PodSignature 1:podController:meta.v1.OwnerReference
        PodSpec 1:volumes:*Volume 20:initContainers:*Container 2:containers:*Container
          34:ephemeralContainers:*EphemeralContainer 3:restartPolicy:s
          4:terminationGracePeriodSeconds:i 5:activeDeadlineSeconds:i 6:dnsPolicy:s
          7:nodeSelector:%s 8:serviceAccountName:s 9:serviceAccount:s
          21:automountServiceAccountToken:b 10:nodeName:s 11:hostNetwork:b 12:hostPID:b
          13:hostIPC:b 27:shareProcessNamespace:b 14:securityContext:PodSecurityContext
          15:imagePullSecrets:*LocalObjectReference 16:hostname:s 17:subdomain:s
          18:affinity:Affinity 19:schedulerName:s 22:tolerations:*Toleration
          23:hostAliases:*HostAlias 24:priorityClassName:s 25:priority:i 26:dnsConfig:PodDNSConfig
          28:readinessGates:*PodReadinessGate 29:runtimeClassName:s 30:enableServiceLinks:b
          31:preemptionPolicy:s 32:overhead:%resource.Quantity
          33:topologySpreadConstraints:*TopologySpreadConstraint 35:setHostnameAsFQDN:b
          36:os:PodOS 37:hostUsers:b 38:schedulingGates:*PodSchedulingGate
          39:resourceClaims:*PodResourceClaim 40:resources:ResourceRequirements
          41:hostnameOverride:s 43:schedulingGroup:PodSchedulingGroup
        PodStatus 17:observedGeneration:i 1:phase:s 2:conditions:*PodCondition 3:message:s
          4:reason:s 11:nominatedNodeName:s 5:hostIP:s 16:hostIPs:*HostIP 6:podIP:s
          12:podIPs:*PodIP 7:startTime:meta.v1.Time 10:initContainerStatuses:*ContainerStatus
          8:containerStatuses:*ContainerStatus 9:qosClass:s
          13:ephemeralContainerStatuses:*ContainerStatus 14:resize:s
          15:resourceClaimStatuses:*PodResourceClaimStatus
          18:extendedResourceClaimStatus:PodExtendedResourceClaimStatus
          19:allocatedResources:%resource.Quantity 20:resources:ResourceRequirements
          21:nodeAllocatableResourceClaimStatuses:*NodeAllocatableResourceClaimStatus
        PodStatusResult 1:metadata:meta.v1.ObjectMeta 2:status:PodStatus
        PodTemplate 1:metadata:meta.v1.ObjectMeta 2:template:PodTemplateSpec
        PodTemplateSpec 1:metadata:meta.v1.ObjectMeta 2:spec:PodSpec
        PortStatus 1:port:i 2:protocol:s 3:error:s
        PortworxVolumeSource 1:volumeID:s 2:fsType:s 3:readOnly:b
        Preconditions 1:uid:s
        PreferAvoidPodsEntry 1:podSignature:PodSignature 2:evictionTime:meta.v1.Time 3:reason:s
          4:message:s
        PreferredSchedulingTerm 1:weight:i 2:preference:NodeSelectorTerm
        Probe 1:handler:<ProbeHandler 2:initialDelaySeconds:i 3:timeoutSeconds:i 4:periodSeconds:i
          5:successThreshold:i 6:failureThreshold:i 7:terminationGracePeriodSeconds:i
        ProbeHandler 1:exec:ExecAction 2:httpGet:HTTPGetAction 3:tcpSocket:TCPSocketAction
          4:grpc:GRPCAction
        ProjectedVolumeSource 1:sources:*VolumeProjection 2:defaultMode:i
        """)
}
