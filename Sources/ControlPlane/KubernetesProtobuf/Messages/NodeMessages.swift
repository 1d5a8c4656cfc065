extension MessageText {
    /// Messages of `node.v1`.
    static let node = MessageText(
        package: "node.v1",
        """
        Overhead 1:podFixed:%resource.Quantity
        RuntimeClass 1:metadata:meta.v1.ObjectMeta 2:handler:s 3:overhead:Overhead
          4:scheduling:Scheduling
        Scheduling 1:nodeSelector:%s 2:tolerations:*core.v1.Toleration
        """)
}
