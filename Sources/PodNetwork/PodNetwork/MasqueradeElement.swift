import CNIProtocol
import NetworkAddress

/// A pod's address whose traffic to elsewhere leaves with the node's address: one set element.
struct MasqueradeElement: Hashable, Sendable {
    var address: InterfaceAddress
    var network: String
    var attachment: Attachment

    /// The set of all addresses in one subnet: `pods-10.244.1.0/24`, `pods-fd00_1__/64`.
    ///
    /// nft's language knows no colon in names.
    var setName: String { Self.setName(address.prefix) }

    static func setName(_ subnet: IPPrefix) -> String {
        "pods-" + subnet.description.map { $0 == ":" ? "_" : String($0) }.joined()
    }

    /// What the element's comment says.
    var comment: String { Self.comment(network, attachment) }

    /// Who an element is for: `<network>/<container>/<interface>`, cut to what nft takes.
    static func comment(_ network: String, _ attachment: Attachment) -> String {
        String(decoding: "\(network)/\(attachment)".utf8.prefix(commentLimit), as: UTF8.self)
    }

    /// In bytes. C: NFTNL_UDATA_COMMENT_MAXLEN
    static let commentLimit = 127
}
