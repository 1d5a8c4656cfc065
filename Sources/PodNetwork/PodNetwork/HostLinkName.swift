import CNIProtocol

/// The name of the node's end of a pod's pair.
///
/// It follows from the network and the attachment, so that DEL finds the link with nothing but the
/// container's id, also when the namespace's path is no longer known. The link's alias repeats the
/// attachment in full: a name alone is 32 bits, and proves nothing.
struct HostLinkName: Hashable, Sendable {
    let network: String
    let attachment: Attachment

    /// How many names are tried, should others' links have taken the first ones.
    static let attempts = 4

    /// `veth` and eight hexadecimal digits.
    func name(attempt: Int) -> String {
        // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
        var hash: UInt32 = 2_166_136_261
        for byte in "\(alias)#\(attempt)".utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        let digits = String(hash, radix: 16)
        return "veth" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// What the link's alias says: `<network>/<container>/<interface>`.
    var alias: String { "\(network)/\(attachment)" }

    /// The alias as it is set: the kernel takes 255 bytes. C: IFALIASZ.
    var storedAlias: String { String(decoding: alias.utf8.prefix(255), as: UTF8.self) }

    /// The attachment that an alias of ours names, in a network; nil for any other alias.
    static func attachment(in alias: String, network: String) -> Attachment? {
        let parts = alias.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == network else { return nil }
        return Attachment(containerID: String(parts[1]), interfaceName: String(parts[2]))
    }
}
