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

    /// Who it is for, told in the element's comment: `<network>/<container>/<interface>`, cut to
    /// the 128 bytes that nft allows. C: NFTNL_UDATA_COMMENT_MAXLEN.
    var comment: String {
        String(decoding: "\(network)/\(attachment)".utf8.prefix(Self.commentLimit), as: UTF8.self)
    }

    static let commentLimit = 127
}
