extension MessageText {
    /// Messages of `core.v1`, A to E.
    static let coreAToE = MessageText(
        package: "core.v1",
        """
        AWSElasticBlockStoreVolumeSource 1:volumeID:s 2:fsType:s 3:partition:i 4:readOnly:b
        Affinity 1:nodeAffinity:NodeAffinity 2:podAffinity:PodAffinity
          3:podAntiAffinity:PodAntiAffinity
        AppArmorProfile 1:type:s 2:localhostProfile:s
        AttachedVolume 1:name:s 2:devicePath:s
        AvoidPods 1:preferAvoidPods:*PreferAvoidPodsEntry
        AzureDiskVolumeSource 1:diskName:s 2:diskURI:s 3:cachingMode:s 4:fsType:s 5:readOnly:b
          6:kind:s
        AzureFilePersistentVolumeSource 1:secretName:s 2:shareName:s 3:readOnly:b
          4:secretNamespace:s
        AzureFileVolumeSource 1:secretName:s 2:shareName:s 3:readOnly:b
        Binding 1:metadata:meta.v1.ObjectMeta 2:target:ObjectReference
        CSIPersistentVolumeSource 1:driver:s 2:volumeHandle:s 3:readOnly:b 4:fsType:s
          5:volumeAttributes:%s 6:controllerPublishSecretRef:SecretReference
          7:nodeStageSecretRef:SecretReference 8:nodePublishSecretRef:SecretReference
          9:controllerExpandSecretRef:SecretReference 10:nodeExpandSecretRef:SecretReference
        CSIVolumeSource 1:driver:s 2:readOnly:b 3:fsType:s 4:volumeAttributes:%s
          5:nodePublishSecretRef:LocalObjectReference
        Capabilities 1:add:*s 2:drop:*s
        CephFSPersistentVolumeSource 1:monitors:*s 2:path:s 3:user:s 4:secretFile:s
          5:secretRef:SecretReference 6:readOnly:b
        CephFSVolumeSource 1:monitors:*s 2:path:s 3:user:s 4:secretFile:s
          5:secretRef:LocalObjectReference 6:readOnly:b
        CinderPersistentVolumeSource 1:volumeID:s 2:fsType:s 3:readOnly:b
          4:secretRef:SecretReference
        CinderVolumeSource 1:volumeID:s 2:fsType:s 3:readOnly:b 4:secretRef:LocalObjectReference
        ClientIPConfig 1:timeoutSeconds:i
        ClusterTrustBundleProjection 1:name:s 2:signerName:s 3:labelSelector:meta.v1.LabelSelector
          5:optional:b 4:path:s
        ComponentCondition 1:type:s 2:status:s 3:message:s 4:error:s
        ComponentStatus 1:metadata:meta.v1.ObjectMeta 2:conditions:*ComponentCondition
        ConfigMap 1:metadata:meta.v1.ObjectMeta 4:immutable:b 2:data:%s 3:binaryData:%y
        ConfigMapEnvSource 1:localObjectReference:<LocalObjectReference 2:optional:b
        ConfigMapKeySelector 1:localObjectReference:<LocalObjectReference 2:key:s 3:optional:b
        ConfigMapNodeConfigSource 1:namespace:s 2:name:s 3:uid:s 4:resourceVersion:s
          5:kubeletConfigKey:s
        ConfigMapProjection 1:localObjectReference:<LocalObjectReference 2:items:*KeyToPath
          4:optional:b
        ConfigMapVolumeSource 1:localObjectReference:<LocalObjectReference 2:items:*KeyToPath
          3:defaultMode:i 4:optional:b
        Container 1:name:s 2:image:s 3:command:*s 4:args:*s 5:workingDir:s 6:ports:*ContainerPort
          19:envFrom:*EnvFromSource 7:env:*EnvVar 8:resources:ResourceRequirements
          23:resizePolicy:*ContainerResizePolicy 24:restartPolicy:s
          25:restartPolicyRules:*ContainerRestartRule 9:volumeMounts:*VolumeMount
          21:volumeDevices:*VolumeDevice 10:livenessProbe:Probe 11:readinessProbe:Probe
          22:startupProbe:Probe 12:lifecycle:Lifecycle 13:terminationMessagePath:s
          20:terminationMessagePolicy:s 14:imagePullPolicy:s 15:securityContext:SecurityContext
          16:stdin:b 17:stdinOnce:b 18:tty:b
        ContainerExtendedResourceRequest 1:containerName:s 2:resourceName:s 3:requestName:s
        ContainerImage 1:names:*s 2:sizeBytes:i
        ContainerPort 1:name:s 2:hostPort:i 3:containerPort:i 4:protocol:s 5:hostIP:s
        ContainerResizePolicy 1:resourceName:s 2:restartPolicy:s
        ContainerRestartRule 1:action:s 2:exitCodes:ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes 1:operator:s 2:values:*i
        ContainerState 1:waiting:ContainerStateWaiting 2:running:ContainerStateRunning
          3:terminated:ContainerStateTerminated
        ContainerStateRunning 1:startedAt:meta.v1.Time
        ContainerStateTerminated 1:exitCode:i 2:signal:i 3:reason:s 4:message:s
          5:startedAt:meta.v1.Time 6:finishedAt:meta.v1.Time 7:containerID:s
        ContainerStateWaiting 1:reason:s 2:message:s
        ContainerStatus 1:name:s 2:state:ContainerState 3:lastState:ContainerState 4:ready:b
          5:restartCount:i 6:image:s 7:imageID:s 8:containerID:s 9:started:b
          10:allocatedResources:%resource.Quantity 11:resources:ResourceRequirements
          12:volumeMounts:*VolumeMountStatus 13:user:ContainerUser
          14:allocatedResourcesStatus:*ResourceStatus 15:stopSignal:s
        ContainerUser 1:linux:LinuxContainerUser
        DaemonEndpoint 1:Port:i
        DownwardAPIProjection 1:items:*DownwardAPIVolumeFile
        DownwardAPIVolumeFile 1:path:s 2:fieldRef:ObjectFieldSelector
          3:resourceFieldRef:ResourceFieldSelector 4:mode:i
        DownwardAPIVolumeSource 1:items:*DownwardAPIVolumeFile 2:defaultMode:i
        EmptyDirVolumeSource 1:medium:s 2:sizeLimit:resource.Quantity
        EndpointAddress 1:ip:s 3:hostname:s 4:nodeName:s 2:targetRef:ObjectReference
        EndpointPort 1:name:s 2:port:i 3:protocol:s 4:appProtocol:s
        EndpointSubset 1:addresses:*EndpointAddress 2:notReadyAddresses:*EndpointAddress
          3:ports:*EndpointPort
        Endpoints 1:metadata:meta.v1.ObjectMeta 2:subsets:*EndpointSubset
        EnvFromSource 1:prefix:s 2:configMapRef:ConfigMapEnvSource 3:secretRef:SecretEnvSource
        EnvVar 1:name:s 2:value:s 3:valueFrom:EnvVarSource
        EnvVarSource 1:fieldRef:ObjectFieldSelector 2:resourceFieldRef:ResourceFieldSelector
          3:configMapKeyRef:ConfigMapKeySelector 4:secretKeyRef:SecretKeySelector
          5:fileKeyRef:FileKeySelector
        EphemeralContainer 1:ephemeralContainerCommon:<EphemeralContainerCommon
          2:targetContainerName:s
        EphemeralContainerCommon 1:name:s 2:image:s 3:command:*s 4:args:*s 5:workingDir:s
          6:ports:*ContainerPort 19:envFrom:*EnvFromSource 7:env:*EnvVar
          8:resources:ResourceRequirements 23:resizePolicy:*ContainerResizePolicy
          24:restartPolicy:s 25:restartPolicyRules:*ContainerRestartRule
          9:volumeMounts:*VolumeMount 21:volumeDevices:*VolumeDevice 10:livenessProbe:Probe
          11:readinessProbe:Probe 22:startupProbe:Probe 12:lifecycle:Lifecycle
          13:terminationMessagePath:s 20:terminationMessagePolicy:s 14:imagePullPolicy:s
          15:securityContext:SecurityContext 16:stdin:b 17:stdinOnce:b 18:tty:b
        EphemeralVolumeSource 1:volumeClaimTemplate:PersistentVolumeClaimTemplate
        Event 1:metadata:meta.v1.ObjectMeta 2:involvedObject:ObjectReference 3:reason:s
          4:message:s 5:source:EventSource 6:firstTimestamp:meta.v1.Time
          7:lastTimestamp:meta.v1.Time 8:count:i 9:type:s 10:eventTime:meta.v1.MicroTime
          11:series:EventSeries 12:action:s 13:related:ObjectReference 14:reportingComponent:s
          15:reportingInstance:s
        EventSeries 1:count:i 2:lastObservedTime:meta.v1.MicroTime
        EventSource 1:component:s 2:host:s
        ExecAction 1:command:*s
        """)
}
