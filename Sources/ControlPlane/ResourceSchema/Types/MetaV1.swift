extension SchemaText {
    /// `meta.v1`: metadata, selectors, status and deletion.
    static let meta = SchemaText(
        "meta.v1",
        """
        DeleteOptions: kind string; apiVersion string; gracePeriodSeconds? int64;
            preconditions? Preconditions; orphanDependents? bool; propagationPolicy? string;
            dryRun [string] atomic; ignoreStoreReadErrorWithClusterBreakingPotential? bool
        Preconditions: uid? string; resourceVersion? string
        Status: kind string; apiVersion string; metadata= ListMeta; status string;
            message string; reason string; details? StatusDetails; code int32
        ListMeta: selfLink string; resourceVersion string; continue string;
            remainingItemCount? int64; shardInfo? ShardInfo
        ShardInfo: selector*= string
        StatusDetails: name string; group string; kind string; uid string;
            causes [StatusCause] atomic; retryAfterSeconds int32
        StatusCause: reason string; message string; field string
        ObjectMeta: name string; generateName string; namespace string; selfLink string;
            uid string; resourceVersion string; generation int64; creationTimestamp time;
            deletionTimestamp? time; deletionGracePeriodSeconds? int64; labels {string};
            annotations {string}; ownerReferences [OwnerReference] merge(uid) map(uid);
            finalizers [string] merge set; managedFields [ManagedFieldsEntry] atomic
        OwnerReference: apiVersion*= string; kind*= string; name*= string; uid*= string;
            controller? bool; blockOwnerDeletion? bool
        ManagedFieldsEntry: manager string; operation string; apiVersion string; time? time;
            fieldsType string; fieldsV1? any; subresource string
        LabelSelector: matchLabels {string}; matchExpressions [LabelSelectorRequirement] atomic
        LabelSelectorRequirement: key*= string; operator*= string; values [string] atomic
        FieldSelectorRequirement: key*= string; operator*= string; values [string] atomic
        Condition: type*= string; status*= string; observedGeneration int64;
            lastTransitionTime*= time; reason*= string; message*= string
        """)
}
