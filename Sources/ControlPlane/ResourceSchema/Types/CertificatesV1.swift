extension SchemaText {
    /// `certificates.v1`: signing requests.
    static let certificates = SchemaText(
        "certificates.v1",
        """
        CertificateSigningRequest: kind string; apiVersion string;
            metadata= meta.v1.ObjectMeta; spec*= CertificateSigningRequestSpec;
            status= CertificateSigningRequestStatus
        CertificateSigningRequestSpec: request*= bytes; signerName*= string;
            expirationSeconds? int32; usages [string] atomic; username string; uid string;
            groups [string] atomic; extra {[string]}
        CertificateSigningRequestStatus:
            conditions [CertificateSigningRequestCondition] map(type); certificate bytes
        CertificateSigningRequestCondition: type*= string; status*= string; reason string;
            message string; lastUpdateTime= time; lastTransitionTime= time
        """)
}
