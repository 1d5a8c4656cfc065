/// What containers and sandboxes carry so that they are found again: the kubelet's names.
public enum ContainerLabels {
    public static let podName = "io.kubernetes.pod.name"
    public static let podNamespace = "io.kubernetes.pod.namespace"
    public static let podUID = "io.kubernetes.pod.uid"
    public static let containerName = "io.kubernetes.container.name"
    public static let hash = "io.kubernetes.container.hash"
    public static let restartCount = "io.kubernetes.container.restartCount"

    /// The labels of a pod's sandbox and containers.
    public static func labels(of pod: PodManifest, container: String? = nil) -> [String: String] {
        var labels = container == nil ? pod.labels : [:]
        labels[podName] = pod.name
        labels[podNamespace] = pod.namespace
        labels[podUID] = pod.uid
        if let container { labels[containerName] = container }
        return labels
    }

    /// Changes when a running container must be replaced: what may change of it is its image.
    public static func hash(of container: ContainerManifest) -> String {
        // FNV-1a: it must be the same in every run of the agent.
        var hash: UInt32 = 0x811C_9DC5
        for byte in "\(container.name)\n\(container.image)".utf8 {
            hash = (hash ^ UInt32(byte)) &* 0x0100_0193
        }
        return String(hash, radix: 16)
    }
}
