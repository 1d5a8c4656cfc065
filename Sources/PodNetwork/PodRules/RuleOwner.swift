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

    /// Reads `description`; none of its parts has a slash, nor the first three a space.
    init?(_ text: String) {
        let halves = text.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, halves[1].hasPrefix("("), halves[1].hasSuffix(")") else {
            return nil
        }
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        self.init(
            network: String(parts[0]),
            attachment: Attachment(
                containerID: String(parts[1]), interfaceName: String(parts[2])),
            plugin: String(halves[1].dropFirst().dropLast()))
    }
}
