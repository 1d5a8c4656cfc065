extension MessageText {
    /// Messages of `scheduling.v1`.
    static let scheduling = MessageText(
        package: "scheduling.v1",
        """
        PriorityClass 1:metadata:meta.v1.ObjectMeta 2:value:i 3:globalDefault:b 4:description:s
          5:preemptionPolicy:s
        """)
}
