extension SchemaText {
    /// `core.v1`: volumes of pods.
    static let coreVolumes = SchemaText(
        "core.v1",
        """
        Volume: name*= string; hostPath? HostPathVolumeSource; emptyDir? EmptyDirVolumeSource;
            gcePersistentDisk? GCEPersistentDiskVolumeSource;
            awsElasticBlockStore? AWSElasticBlockStoreVolumeSource;
            gitRepo? GitRepoVolumeSource; secret? SecretVolumeSource; nfs? NFSVolumeSource;
            iscsi? ISCSIVolumeSource; glusterfs? GlusterfsVolumeSource;
            persistentVolumeClaim? PersistentVolumeClaimVolumeSource; rbd? RBDVolumeSource;
            flexVolume? FlexVolumeSource; cinder? CinderVolumeSource;
            cephfs? CephFSVolumeSource; flocker? FlockerVolumeSource;
            downwardAPI? DownwardAPIVolumeSource; fc? FCVolumeSource;
            azureFile? AzureFileVolumeSource; configMap? ConfigMapVolumeSource;
            vsphereVolume? VsphereVirtualDiskVolumeSource; quobyte? QuobyteVolumeSource;
            azureDisk? AzureDiskVolumeSource;
            photonPersistentDisk? PhotonPersistentDiskVolumeSource;
            projected? ProjectedVolumeSource; portworxVolume? PortworxVolumeSource;
            scaleIO? ScaleIOVolumeSource; storageos? StorageOSVolumeSource;
            csi? CSIVolumeSource; ephemeral? EphemeralVolumeSource; image? ImageVolumeSource
        HostPathVolumeSource: path*= string; type? string
        EmptyDirVolumeSource: medium string; sizeLimit? quantity
        GCEPersistentDiskVolumeSource: pdName*= string; fsType string; partition int32;
            readOnly bool
        AWSElasticBlockStoreVolumeSource: volumeID*= string; fsType string; partition int32;
            readOnly bool
        GitRepoVolumeSource: repository*= string; revision string; directory string
        SecretVolumeSource: secretName string; items [KeyToPath] atomic; defaultMode? int32;
            optional? bool
        KeyToPath: key*= string; path*= string; mode? int32
        NFSVolumeSource: server*= string; path*= string; readOnly bool
        ISCSIVolumeSource: targetPortal*= string; iqn*= string; lun*= int32;
            iscsiInterface string; fsType string; readOnly bool; portals [string] atomic;
            chapAuthDiscovery bool; chapAuthSession bool;
            secretRef? LocalObjectReference atomic; initiatorName? string
        LocalObjectReference: name string
        GlusterfsVolumeSource: endpoints*= string; path*= string; readOnly bool
        PersistentVolumeClaimVolumeSource: claimName*= string; readOnly bool
        RBDVolumeSource: monitors*= [string] atomic; image*= string; fsType string;
            pool string; user string; keyring string; secretRef? LocalObjectReference atomic;
            readOnly bool
        FlexVolumeSource: driver*= string; fsType string;
            secretRef? LocalObjectReference atomic; readOnly bool; options {string}
        CinderVolumeSource: volumeID*= string; fsType string; readOnly bool;
            secretRef? LocalObjectReference atomic
        CephFSVolumeSource: monitors*= [string] atomic; path string; user string;
            secretFile string; secretRef? LocalObjectReference atomic; readOnly bool
        FlockerVolumeSource: datasetName string; datasetUUID string
        DownwardAPIVolumeSource: items [DownwardAPIVolumeFile] atomic; defaultMode? int32
        DownwardAPIVolumeFile: path*= string; fieldRef? ObjectFieldSelector atomic;
            resourceFieldRef? ResourceFieldSelector atomic; mode? int32
        ObjectFieldSelector: apiVersion string; fieldPath*= string
        ResourceFieldSelector: containerName string; resource*= string; divisor= quantity
        FCVolumeSource: targetWWNs [string] atomic; lun? int32; fsType string; readOnly bool;
            wwids [string] atomic
        AzureFileVolumeSource: secretName*= string; shareName*= string; readOnly bool
        ConfigMapVolumeSource: name string; items [KeyToPath] atomic; defaultMode? int32;
            optional? bool
        VsphereVirtualDiskVolumeSource: volumePath*= string; fsType string;
            storagePolicyName string; storagePolicyID string
        QuobyteVolumeSource: registry*= string; volume*= string; readOnly bool; user string;
            group string; tenant string
        AzureDiskVolumeSource: diskName*= string; diskURI*= string; cachingMode? string;
            fsType? string; readOnly? bool; kind? string
        PhotonPersistentDiskVolumeSource: pdID*= string; fsType string
        ProjectedVolumeSource: sources= [VolumeProjection] atomic; defaultMode? int32
        VolumeProjection: secret? SecretProjection; downwardAPI? DownwardAPIProjection;
            configMap? ConfigMapProjection; serviceAccountToken? ServiceAccountTokenProjection;
            clusterTrustBundle? ClusterTrustBundleProjection;
            podCertificate? PodCertificateProjection
        SecretProjection: name string; items [KeyToPath] atomic; optional? bool
        DownwardAPIProjection: items [DownwardAPIVolumeFile] atomic
        ConfigMapProjection: name string; items [KeyToPath] atomic; optional? bool
        ServiceAccountTokenProjection: audience string; expirationSeconds? int64; path*= string
        ClusterTrustBundleProjection: name? string; signerName? string;
            labelSelector? meta.v1.LabelSelector atomic; optional? bool; path*= string
        PodCertificateProjection: signerName* string; keyType* string;
            maxExpirationSeconds? int32; credentialBundlePath string; keyPath string;
            certificateChainPath string; userAnnotations {string}
        PortworxVolumeSource: volumeID*= string; fsType string; readOnly bool
        ScaleIOVolumeSource: gateway*= string; system*= string;
            secretRef*?= LocalObjectReference atomic; sslEnabled bool; protectionDomain string;
            storagePool string; storageMode string; volumeName string; fsType string;
            readOnly bool
        StorageOSVolumeSource: volumeName string; volumeNamespace string; fsType string;
            readOnly bool; secretRef? LocalObjectReference atomic
        CSIVolumeSource: driver*= string; readOnly? bool; fsType? string;
            volumeAttributes {string}; nodePublishSecretRef? LocalObjectReference atomic
        EphemeralVolumeSource: volumeClaimTemplate? PersistentVolumeClaimTemplate
        PersistentVolumeClaimTemplate: metadata= meta.v1.ObjectMeta;
            spec*= PersistentVolumeClaimSpec
        PersistentVolumeClaimSpec: accessModes [string] atomic;
            selector? meta.v1.LabelSelector atomic; resources= VolumeResourceRequirements;
            volumeName string; storageClassName? string; volumeMode? string;
            dataSource? TypedLocalObjectReference atomic; dataSourceRef? TypedObjectReference;
            volumeAttributesClassName? string
        VolumeResourceRequirements: limits {quantity}; requests {quantity}
        TypedLocalObjectReference: apiGroup?= string; kind*= string; name*= string
        TypedObjectReference: apiGroup?= string; kind*= string; name*= string;
            namespace? string
        ImageVolumeSource: reference string; pullPolicy string
        """)
}
