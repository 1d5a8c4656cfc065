extension SchemaText {
    /// `coordination.v1`: leases.
    static let coordination = SchemaText(
        "coordination.v1",
        """
        Lease: kind string; apiVersion string; metadata= meta.v1.ObjectMeta; spec= LeaseSpec
        LeaseSpec: holderIdentity? string; leaseDurationSeconds? int32; acquireTime? microTime;
            renewTime? microTime; leaseTransitions? int32; strategy? string;
            preferredHolder? string
        """)
}
