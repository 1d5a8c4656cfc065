extension SchemaText {
    /// `node.v1`: runtime classes.
    static let node = SchemaText(
        "node.v1",
        """
        RuntimeClass: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            handler*= string; overhead? Overhead; scheduling? Scheduling
        Overhead: podFixed {quantity}
        Scheduling: nodeSelector {string} atomic; tolerations [core.v1.Toleration] atomic
        """)
}
