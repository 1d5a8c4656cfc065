extension MessageText {
    /// Messages of `coordination.v1`.
    static let coordination = MessageText(
        package: "coordination.v1",
        """
        Lease 1:metadata:meta.v1.ObjectMeta 2:spec:LeaseSpec
        LeaseSpec 1:holderIdentity:s 2:leaseDurationSeconds:i 3:acquireTime:meta.v1.MicroTime
          4:renewTime:meta.v1.MicroTime 5:leaseTransitions:i 6:strategy:s 7:preferredHolder:s
        """)
}
