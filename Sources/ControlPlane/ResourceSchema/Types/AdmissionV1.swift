extension SchemaText {
    /// `admissionregistration.v1`: webhooks and admission policies.
    static let admission = SchemaText(
        "admissionregistration.v1",
        """
        ValidatingAdmissionPolicy: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; spec= ValidatingAdmissionPolicySpec;
            status= ValidatingAdmissionPolicyStatus
        ValidatingAdmissionPolicySpec: paramKind? ParamKind atomic;
            matchConstraints? MatchResources atomic; validations [Validation] atomic;
            failurePolicy? string; auditAnnotations [AuditAnnotation] atomic;
            matchConditions [MatchCondition] merge(name) map(name);
            variables [Variable] merge(name) map(name)
        ParamKind: apiVersion string; kind string
        MatchResources: namespaceSelector? meta.v1.LabelSelector atomic;
            objectSelector? meta.v1.LabelSelector atomic;
            resourceRules [NamedRuleWithOperations] atomic;
            excludeResourceRules [NamedRuleWithOperations] atomic; matchPolicy? string
        NamedRuleWithOperations: resourceNames [string] atomic; operations [string] atomic;
            apiGroups [string] atomic; apiVersions [string] atomic; resources [string] atomic;
            scope? string
        Validation: expression*= string; message string; reason? string;
            messageExpression string
        AuditAnnotation: key*= string; valueExpression*= string
        MatchCondition: name*= string; expression*= string
        Variable: name*= string; expression*= string
        ValidatingAdmissionPolicyStatus: observedGeneration int64; typeChecking? TypeChecking;
            conditions [meta.v1.Condition] map(type)
        TypeChecking: expressionWarnings [ExpressionWarning] atomic
        ExpressionWarning: fieldRef*= string; warning*= string
        ValidatingAdmissionPolicyBinding: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; spec*= ValidatingAdmissionPolicyBindingSpec
        ValidatingAdmissionPolicyBindingSpec: policyName* string; paramRef? ParamRef atomic;
            matchResources? MatchResources atomic; validationActions* [string] set
        ParamRef: name string; namespace string; selector? meta.v1.LabelSelector atomic;
            parameterNotFoundAction? string
        ValidatingWebhookConfiguration: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; webhooks [ValidatingWebhook] merge(name) map(name)
        ValidatingWebhook: name*= string; clientConfig*= WebhookClientConfig;
            rules [RuleWithOperations] atomic; failurePolicy? string; matchPolicy? string;
            namespaceSelector? meta.v1.LabelSelector atomic;
            objectSelector? meta.v1.LabelSelector atomic; sideEffects*?= string;
            timeoutSeconds? int32; admissionReviewVersions*= [string] atomic;
            matchConditions [MatchCondition] merge(name) map(name)
        WebhookClientConfig: url? string; service? ServiceReference; caBundle bytes
        ServiceReference: namespace*= string; name*= string; path? string; port? int32
        RuleWithOperations: operations [string] atomic; apiGroups [string] atomic;
            apiVersions [string] atomic; resources [string] atomic; scope? string
        MutatingWebhookConfiguration: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; webhooks [MutatingWebhook] merge(name) map(name)
        MutatingWebhook: name*= string; clientConfig*= WebhookClientConfig;
            rules [RuleWithOperations] atomic; failurePolicy? string; matchPolicy? string;
            namespaceSelector? meta.v1.LabelSelector atomic;
            objectSelector? meta.v1.LabelSelector atomic; sideEffects*?= string;
            timeoutSeconds? int32; admissionReviewVersions*= [string] atomic;
            reinvocationPolicy? string; matchConditions [MatchCondition] merge(name) map(name)
        MutatingAdmissionPolicy: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= MutatingAdmissionPolicySpec
        MutatingAdmissionPolicySpec: paramKind? ParamKind atomic;
            matchConstraints? MatchResources atomic; variables [Variable] atomic;
            mutations [Mutation] atomic; failurePolicy? string;
            matchConditions [MatchCondition] merge(name) map(name); reinvocationPolicy string
        Mutation: patchType*= string; applyConfiguration? ApplyConfiguration;
            jsonPatch? JSONPatch
        ApplyConfiguration: expression string
        JSONPatch: expression string
        MutatingAdmissionPolicyBinding: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; spec= MutatingAdmissionPolicyBindingSpec
        MutatingAdmissionPolicyBindingSpec: policyName string; paramRef? ParamRef atomic;
            matchResources? MatchResources atomic
        """)
}
