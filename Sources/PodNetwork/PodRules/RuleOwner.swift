import CNIProtocol

/// Whose rules: an attachment of a network, and which plugin of the chain made them.
public struct RuleOwner: Hashable, Sendable {
    /// The network's name.
    public var network: String
    /// The container and its interface.
    public var attachment: Attachment
    /// The plugin, by its type: a chain may have each of them once.
    public var plugin: String

    /// An owner.
    public init(network: String, attachment: Attachment, plugin: String) {
        self.network = network
        self.attachment = attachment
        self.plugin = plugin
    }
}

extension RuleOwner: CustomStringConvertible {
    /// `bridge/web/eth0 (portmap)`.
    public var description: String { "\(network)/\(attachment) (\(plugin))" }
}
