extension SchemaText {
    /// `authentication.v1`: reviews of tokens.
    static let authentication = SchemaText(
        "authentication.v1",
        """
        TokenReview: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec*= TokenReviewSpec; status= TokenReviewStatus
        TokenReviewSpec: token* string; audiences [string] atomic
        TokenReviewStatus: authenticated bool; user= UserInfo; audiences [string] atomic;
            error string
        UserInfo: username string; uid string; groups [string] atomic; extra {[string]}
        TokenRequest: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            spec= TokenRequestSpec; status= TokenRequestStatus
        TokenRequestSpec: audiences= [string] atomic; expirationSeconds?= int64;
            boundObjectRef?= BoundObjectReference
        BoundObjectReference: kind string; apiVersion string; name string; uid string
        TokenRequestStatus: token= string; expirationTimestamp= time
        SelfSubjectReview: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            status= SelfSubjectReviewStatus
        SelfSubjectReviewStatus: userInfo= UserInfo
        """)
}
