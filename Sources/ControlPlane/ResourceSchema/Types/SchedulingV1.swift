extension SchemaText {
    /// `scheduling.v1`: priority classes.
    static let scheduling = SchemaText(
        "scheduling.v1",
        """
        PriorityClass: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            value= int32; globalDefault bool; description string; preemptionPolicy? string
        """)
}
