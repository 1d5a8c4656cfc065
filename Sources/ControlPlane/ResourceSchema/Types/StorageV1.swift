extension SchemaText {
    /// `storage.v1`: storage classes, drivers, attachments.
    static let storage = SchemaText(
        "storage.v1",
        """
        StorageClass: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            provisioner*= string; parameters {string}; reclaimPolicy? string;
            mountOptions [string] atomic; allowVolumeExpansion? bool;
            volumeBindingMode? string; allowedTopologies [core.v1.TopologySelectorTerm] atomic
        VolumeAttachment: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= VolumeAttachmentSpec; status= VolumeAttachmentStatus
        VolumeAttachmentSpec: attacher*= string; source*= VolumeAttachmentSource;
            nodeName*= string
        VolumeAttachmentSource: persistentVolumeName? string;
            inlineVolumeSpec? core.v1.PersistentVolumeSpec
        VolumeAttachmentStatus: attached*= bool; attachmentMetadata {string};
            attachError? VolumeError; detachError? VolumeError
        VolumeError: time= time; message string; errorCode? int32
        CSIDriver: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= CSIDriverSpec
        CSIDriverSpec: attachRequired? bool; podInfoOnMount? bool;
            volumeLifecycleModes [string] set; storageCapacity? bool; fsGroupPolicy? string;
            tokenRequests [TokenRequest] atomic; requiresRepublish? bool; seLinuxMount? bool;
            nodeAllocatableUpdatePeriodSeconds? int64; serviceAccountTokenInSecrets? bool;
            preventPodSchedulingIfMissing? bool
        TokenRequest: audience*= string; expirationSeconds? int64
        CSINode: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= CSINodeSpec
        CSINodeSpec: drivers*= [CSINodeDriver] merge(name) map(name)
        CSINodeDriver: name*= string; nodeID*= string; topologyKeys= [string] atomic;
            allocatable? VolumeNodeResources
        VolumeNodeResources: count? int32
        CSIStorageCapacity: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            nodeTopology? meta.v1.LabelSelector atomic; storageClassName*= string;
            capacity? quantity; maximumVolumeSize? quantity
        VolumeAttributesClass: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            driverName*= string; parameters {string}
        """)
}
