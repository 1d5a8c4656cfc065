extension SchemaText {
    /// `authorization.v1`: reviews of access.
    static let authorization = SchemaText(
        "authorization.v1",
        """
        SubjectAccessReview: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= SubjectAccessReviewSpec; status= SubjectAccessReviewStatus
        SubjectAccessReviewSpec: resourceAttributes? ResourceAttributes;
            nonResourceAttributes? NonResourceAttributes; user string; groups [string] atomic;
            extra {[string]}; uid string
        ResourceAttributes: namespace string; verb string; group string; version string;
            resource string; subresource string; name string;
            fieldSelector? FieldSelectorAttributes; labelSelector? LabelSelectorAttributes
        FieldSelectorAttributes: rawSelector string;
            requirements [meta.v1.FieldSelectorRequirement] atomic
        LabelSelectorAttributes: rawSelector string;
            requirements [meta.v1.LabelSelectorRequirement] atomic
        NonResourceAttributes: path string; verb string
        SubjectAccessReviewStatus: allowed*= bool; denied bool; reason string;
            evaluationError string
        SelfSubjectAccessReview: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= SelfSubjectAccessReviewSpec; status= SubjectAccessReviewStatus
        SelfSubjectAccessReviewSpec: resourceAttributes? ResourceAttributes;
            nonResourceAttributes? NonResourceAttributes
        LocalSubjectAccessReview: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= SubjectAccessReviewSpec; status= SubjectAccessReviewStatus
        SelfSubjectRulesReview: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= SelfSubjectRulesReviewSpec; status= SubjectRulesReviewStatus
        SelfSubjectRulesReviewSpec: namespace string
        SubjectRulesReviewStatus: resourceRules*= [ResourceRule] atomic;
            nonResourceRules*= [NonResourceRule] atomic; incomplete*= bool;
            evaluationError string
        ResourceRule: verbs*= [string] atomic; apiGroups [string] atomic;
            resources [string] atomic; resourceNames [string] atomic
        NonResourceRule: verbs*= [string] atomic; nonResourceURLs [string] atomic
        """)
}
