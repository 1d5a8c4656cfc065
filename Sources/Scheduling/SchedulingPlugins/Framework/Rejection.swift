/// Why a pod can't go to a node.
public struct Rejection: Sendable, Hashable {
    /// The plugin that refused.
    public var plugin: String
    /// In upstream's words.
    public var reasons: [String]
    /// Whether taking other pods away from the node could help.
    public var isResolvable: Bool

    /// A rejection of its parts.
    public init(plugin: String, _ reasons: [String], isResolvable: Bool) {
        self.plugin = plugin
        self.reasons = reasons
        self.isResolvable = isResolvable
    }
}
