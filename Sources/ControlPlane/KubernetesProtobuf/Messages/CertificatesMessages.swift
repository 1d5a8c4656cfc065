extension MessageText {
    /// Messages of `certificates.v1`.
    static let certificates = MessageText(
        package: "certificates.v1",
        """
        CertificateSigningRequest 1:metadata:meta.v1.ObjectMeta
          2:spec:CertificateSigningRequestSpec 3:status:CertificateSigningRequestStatus
        CertificateSigningRequestCondition 1:type:s 6:status:s 2:reason:s 3:message:s
          4:lastUpdateTime:meta.v1.Time 5:lastTransitionTime:meta.v1.Time
        CertificateSigningRequestSpec 1:request:y 7:signerName:s 8:expirationSeconds:i 5:usages:*s
          2:username:s 3:uid:s 4:groups:*s 6:extra:%ExtraValue
        CertificateSigningRequestStatus 1:conditions:*CertificateSigningRequestCondition
          2:certificate:y
        """)
}
