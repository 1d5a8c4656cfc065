extension SchemaText {
    /// `core.v1`: namespaces, configuration, accounts, events, limits.
    static let core = SchemaText(
        "core.v1",
        """
        ServiceAccount: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            secrets [ObjectReference] merge(name) map(name);
            imagePullSecrets [LocalObjectReference] atomic; automountServiceAccountToken? bool
        Namespace: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= NamespaceSpec; status= NamespaceStatus
        NamespaceSpec: finalizers [string] atomic
        NamespaceStatus: phase string; conditions [NamespaceCondition] merge(type) map(type)
        NamespaceCondition: type*= string; status*= string; lastTransitionTime= time;
            reason string; message string
        Event: kind string; apiVersion string; metadata*= meta.v1.ObjectMeta;
            involvedObject*= ObjectReference atomic; reason string; message string;
            source= EventSource; firstTimestamp= time; lastTimestamp= time; count int32;
            type string; eventTime= microTime; series? EventSeries; action string;
            related? ObjectReference atomic; reportingComponent= string;
            reportingInstance= string
        EventSource: component string; host string
        EventSeries: count int32; lastObservedTime= microTime
        LimitRange: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= LimitRangeSpec
        LimitRangeSpec: limits*= [LimitRangeItem] atomic
        LimitRangeItem: type*= string; max {quantity}; min {quantity}; default {quantity};
            defaultRequest {quantity}; maxLimitRequestRatio {quantity}
        ResourceQuota: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= ResourceQuotaSpec; status= ResourceQuotaStatus
        ResourceQuotaSpec: hard {quantity}; scopes [string] atomic;
            scopeSelector? ScopeSelector atomic
        ScopeSelector: matchExpressions [ScopedResourceSelectorRequirement] atomic
        ScopedResourceSelectorRequirement: scopeName*= string; operator*= string;
            values [string] atomic
        ResourceQuotaStatus: hard {quantity}; used {quantity}
        Secret: kind string; apiVersion string; metadata= meta.v1.ObjectMeta; immutable? bool;
            data {bytes}; stringData {string}; type string
        ConfigMap: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            immutable? bool; data {string}; binaryData {bytes}
        ComponentStatus: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            conditions [ComponentCondition] merge(type) map(type)
        ComponentCondition: type*= string; status*= string; message string; error string
        TopologySelectorTerm: matchLabelExpressions [TopologySelectorLabelRequirement] atomic
        TopologySelectorLabelRequirement: key*= string; values*= [string] atomic
        """)
}
