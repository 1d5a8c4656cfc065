extension MessageText {
    /// Messages of `core.v1`, F to N.
    static let coreFToN = MessageText(
        package: "core.v1",
        """
        FCVolumeSource 1:targetWWNs:*s 2:lun:i 3:fsType:s 4:readOnly:b 5:wwids:*s
        FileKeySelector 1:volumeName:s 2:path:s 3:key:s 4:optional:b
        FlexPersistentVolumeSource 1:driver:s 2:fsType:s 3:secretRef:SecretReference 4:readOnly:b
          5:options:%s
        FlexVolumeSource 1:driver:s 2:fsType:s 3:secretRef:LocalObjectReference 4:readOnly:b
          5:options:%s
        FlockerVolumeSource 1:datasetName:s 2:datasetUUID:s
        GCEPersistentDiskVolumeSource 1:pdName:s 2:fsType:s 3:partition:i 4:readOnly:b
        GRPCAction 1:port:i 2:service:s
        GitRepoVolumeSource 1:repository:s 2:revision:s 3:directory:s
        GlusterfsPersistentVolumeSource 1:endpoints:s 2:path:s 3:readOnly:b 4:endpointsNamespace:s
        GlusterfsVolumeSource 1:endpoints:s 2:path:s 3:readOnly:b
        HTTPGetAction 1:path:s 2:port:intstr.IntOrString 3:host:s 4:scheme:s
          5:httpHeaders:*HTTPHeader
        HTTPHeader 1:name:s 2:value:s
        HostAlias 1:ip:s 2:hostnames:*s
        HostIP 1:ip:s
        HostPathVolumeSource 1:path:s 2:type:s
        ISCSIPersistentVolumeSource 1:targetPortal:s 2:iqn:s 3:lun:i 4:iscsiInterface:s 5:fsType:s
          6:readOnly:b 7:portals:*s 8:chapAuthDiscovery:b 11:chapAuthSession:b
          10:secretRef:SecretReference 12:initiatorName:s
        ISCSIVolumeSource 1:targetPortal:s 2:iqn:s 3:lun:i 4:iscsiInterface:s 5:fsType:s
          6:readOnly:b 7:portals:*s 8:chapAuthDiscovery:b 11:chapAuthSession:b
          10:secretRef:LocalObjectReference 12:initiatorName:s
        ImageVolumeSource 1:reference:s 2:pullPolicy:s
        ImageVolumeStatus 1:imageRef:s
        KeyToPath 1:key:s 2:path:s 3:mode:i
        Lifecycle 1:postStart:LifecycleHandler 2:preStop:LifecycleHandler 3:stopSignal:s
        LifecycleHandler 1:exec:ExecAction 2:httpGet:HTTPGetAction 3:tcpSocket:TCPSocketAction
          4:sleep:SleepAction
        LimitRange 1:metadata:meta.v1.ObjectMeta 2:spec:LimitRangeSpec
        LimitRangeItem 1:type:s 2:max:%resource.Quantity 3:min:%resource.Quantity
          4:default:%resource.Quantity 5:defaultRequest:%resource.Quantity
          6:maxLimitRequestRatio:%resource.Quantity
        LimitRangeSpec 1:limits:*LimitRangeItem
        LinuxContainerUser 1:uid:i 2:gid:i 3:supplementalGroups:*i
        LoadBalancerIngress 1:ip:s 2:hostname:s 3:ipMode:s 4:ports:*PortStatus
        LoadBalancerStatus 1:ingress:*LoadBalancerIngress
        LocalObjectReference 1:name:s
        LocalVolumeSource 1:path:s 2:fsType:s
        ModifyVolumeStatus 1:targetVolumeAttributesClassName:s 2:status:s
        NFSVolumeSource 1:server:s 2:path:s 3:readOnly:b
        Namespace 1:metadata:meta.v1.ObjectMeta 2:spec:NamespaceSpec 3:status:NamespaceStatus
        NamespaceCondition 1:type:s 2:status:s 4:lastTransitionTime:meta.v1.Time 5:reason:s
          6:message:s
        NamespaceSpec 1:finalizers:*s
        NamespaceStatus 1:phase:s 2:conditions:*NamespaceCondition
        Node 1:metadata:meta.v1.ObjectMeta 2:spec:NodeSpec 3:status:NodeStatus
        NodeAddress 1:type:s 2:address:s
        NodeAffinity 1:requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
          2:preferredDuringSchedulingIgnoredDuringExecution:*PreferredSchedulingTerm
        NodeAllocatableResourceClaimStatus 1:resourceClaimName:s 2:containers:*s
          3:resources:%resource.Quantity
        NodeCondition 1:type:s 2:status:s 3:lastHeartbeatTime:meta.v1.Time
          4:lastTransitionTime:meta.v1.Time 5:reason:s 6:message:s
        NodeConfigSource 2:configMap:ConfigMapNodeConfigSource
        NodeConfigStatus 1:assigned:NodeConfigSource 2:active:NodeConfigSource
          3:lastKnownGood:NodeConfigSource 4:error:s
        NodeDaemonEndpoints 1:kubeletEndpoint:DaemonEndpoint
        NodeFeatures 1:supplementalGroupsPolicy:b
        NodeProxyOptions 1:path:s
        NodeRuntimeHandler 1:name:s 2:features:NodeRuntimeHandlerFeatures
        NodeRuntimeHandlerFeatures 1:recursiveReadOnlyMounts:b 2:userNamespaces:b
        NodeSelector 1:nodeSelectorTerms:*NodeSelectorTerm
        NodeSelectorRequirement 1:key:s 2:operator:s 3:values:*s
        NodeSelectorTerm 1:matchExpressions:*NodeSelectorRequirement
          2:matchFields:*NodeSelectorRequirement
        NodeSpec 1:podCIDR:s 7:podCIDRs:*s 3:providerID:s 4:unschedulable:b 5:taints:*Taint
          6:configSource:NodeConfigSource 2:externalID:s
        NodeStatus 1:capacity:%resource.Quantity 2:allocatable:%resource.Quantity 3:phase:s
          4:conditions:*NodeCondition 5:addresses:*NodeAddress
          6:daemonEndpoints:NodeDaemonEndpoints 7:nodeInfo:NodeSystemInfo 8:images:*ContainerImage
          9:volumesInUse:*s 10:volumesAttached:*AttachedVolume 11:config:NodeConfigStatus
          12:runtimeHandlers:*NodeRuntimeHandler 13:features:NodeFeatures 14:declaredFeatures:*s
        NodeSwapStatus 1:capacity:i
        NodeSystemInfo 1:machineID:s 2:systemUUID:s 3:bootID:s 4:kernelVersion:s 5:osImage:s
          6:containerRuntimeVersion:s 7:kubeletVersion:s 8:kubeProxyVersion:s 9:operatingSystem:s
          10:architecture:s 11:swap:NodeSwapStatus
        """)
}
