/// What the model must know beside the objects.
public struct ModelOptions: Hashable, Sendable {
    /// The name of this node's Node object; empty when unknown.
    public var nodeName: String
    /// Only Services whose label `service.kubernetes.io/service-proxy-name` has this value; nil:
    /// those without the label.
    public var proxyName: String?

    /// Options for a node.
    public init(nodeName: String = "", proxyName: String? = nil) {
        self.nodeName = nodeName
        self.proxyName = proxyName
    }

    /// The label by which a Service chooses its proxy.
    public static let proxyNameLabel = "service.kubernetes.io/service-proxy-name"
}
