extension SchemaText {
    /// `core.v1`: persistent volumes and their claims.
    static let corePersistentVolumes = SchemaText(
        "core.v1",
        """
        PersistentVolume: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= PersistentVolumeSpec; status= PersistentVolumeStatus
        PersistentVolumeSpec: capacity {quantity};
            gcePersistentDisk? GCEPersistentDiskVolumeSource;
            awsElasticBlockStore? AWSElasticBlockStoreVolumeSource;
            hostPath? HostPathVolumeSource; glusterfs? GlusterfsPersistentVolumeSource;
            nfs? NFSVolumeSource; rbd? RBDPersistentVolumeSource;
            iscsi? ISCSIPersistentVolumeSource; cinder? CinderPersistentVolumeSource;
            cephfs? CephFSPersistentVolumeSource; fc? FCVolumeSource;
            flocker? FlockerVolumeSource; flexVolume? FlexPersistentVolumeSource;
            azureFile? AzureFilePersistentVolumeSource;
            vsphereVolume? VsphereVirtualDiskVolumeSource; quobyte? QuobyteVolumeSource;
            azureDisk? AzureDiskVolumeSource;
            photonPersistentDisk? PhotonPersistentDiskVolumeSource;
            portworxVolume? PortworxVolumeSource; scaleIO? ScaleIOPersistentVolumeSource;
            local? LocalVolumeSource; storageos? StorageOSPersistentVolumeSource;
            csi? CSIPersistentVolumeSource; accessModes [string] atomic;
            claimRef? ObjectReference; persistentVolumeReclaimPolicy string;
            storageClassName string; mountOptions [string] atomic; volumeMode? string;
            nodeAffinity? VolumeNodeAffinity; volumeAttributesClassName? string
        GlusterfsPersistentVolumeSource: endpoints*= string; path*= string; readOnly bool;
            endpointsNamespace? string
        RBDPersistentVolumeSource: monitors*= [string] atomic; image*= string; fsType string;
            pool string; user string; keyring string; secretRef? SecretReference atomic;
            readOnly bool
        SecretReference: name string; namespace string
        ISCSIPersistentVolumeSource: targetPortal*= string; iqn*= string; lun*= int32;
            iscsiInterface string; fsType string; readOnly bool; portals [string] atomic;
            chapAuthDiscovery bool; chapAuthSession bool; secretRef? SecretReference atomic;
            initiatorName? string
        CinderPersistentVolumeSource: volumeID*= string; fsType string; readOnly bool;
            secretRef? SecretReference atomic
        CephFSPersistentVolumeSource: monitors*= [string] atomic; path string; user string;
            secretFile string; secretRef? SecretReference atomic; readOnly bool
        FlexPersistentVolumeSource: driver*= string; fsType string;
            secretRef? SecretReference atomic; readOnly bool; options {string}
        AzureFilePersistentVolumeSource: secretName*= string; shareName*= string;
            readOnly bool; secretNamespace?= string
        ScaleIOPersistentVolumeSource: gateway*= string; system*= string;
            secretRef*?= SecretReference atomic; sslEnabled bool; protectionDomain string;
            storagePool string; storageMode string; volumeName string; fsType string;
            readOnly bool
        LocalVolumeSource: path*= string; fsType? string
        StorageOSPersistentVolumeSource: volumeName string; volumeNamespace string;
            fsType string; readOnly bool; secretRef? ObjectReference atomic
        CSIPersistentVolumeSource: driver*= string; volumeHandle*= string; readOnly bool;
            fsType string; volumeAttributes {string};
            controllerPublishSecretRef? SecretReference atomic;
            nodeStageSecretRef? SecretReference atomic;
            nodePublishSecretRef? SecretReference atomic;
            controllerExpandSecretRef? SecretReference atomic;
            nodeExpandSecretRef? SecretReference atomic
        VolumeNodeAffinity: required? NodeSelector atomic
        PersistentVolumeStatus: phase string; message string; reason string;
            lastPhaseTransitionTime? time
        PersistentVolumeClaim: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= PersistentVolumeClaimSpec; status= PersistentVolumeClaimStatus
        PersistentVolumeClaimStatus: phase string; accessModes [string] atomic;
            capacity {quantity};
            conditions [PersistentVolumeClaimCondition] merge(type) map(type);
            allocatedResources {quantity}; allocatedResourceStatuses {string};
            currentVolumeAttributesClassName? string; modifyVolumeStatus? ModifyVolumeStatus
        PersistentVolumeClaimCondition: type*= string; status*= string; lastProbeTime= time;
            lastTransitionTime= time; reason string; message string
        ModifyVolumeStatus: targetVolumeAttributesClassName string; status*= string
        """)
}
