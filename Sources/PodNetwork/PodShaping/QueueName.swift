import CNIProtocol

/// The name of the link that a pod's packets wait at, an `ifb`.
///
/// The first name is the reference plugin's, so that either finds what the other made: it knows a
/// container once in a network. The second one is for a container's further interfaces. The link's
/// alias says whose it is.
public struct QueueName: Hashable, Sendable {
    /// The network's name.
    public var network: String
    /// The container and its interface.
    public var attachment: Attachment

    /// A name's parts.
    public init(network: String, attachment: Attachment) {
        self.network = network
        self.attachment = attachment
    }

    /// What such names begin with, the reference plugin's too.
    public static let prefix = "bwp"

    /// The names in the order in which they are tried.
    public var candidates: [String] {
        let shared = network + attachment.containerID
        return [Self.hash(shared), Self.hash("\(shared)/\(attachment.interfaceName)")]
    }

    /// 15 characters: the prefix, and the hash as far as it fits.
    private static func hash(_ text: String) -> String {
        var name = prefix
        for byte in SHA512.digest(Array(text.utf8)).prefix(6) {
            name += byte < 16 ? "0" : ""
            name += String(byte, radix: 16)
        }
        return name
    }

    /// What the link's alias says: `<network>/<container>/<interface>`.
    var alias: String { "\(network)/\(attachment)" }

    /// The alias as it is set: the kernel takes 255 bytes. C: IFALIASZ.
    var storedAlias: String { String(decoding: alias.utf8.prefix(255), as: UTF8.self) }
}
