import Netlink

/// C: NFTA_TABLE_…
enum TableAttribute {
    static let name: UInt16 = 1
    static let flags: UInt16 = 2
    static let handle: UInt16 = 4
    static let userData: UInt16 = 6
}

extension Table {
    /// Reads what follows the nfnetlink header.
    init(
        decoding attributes: AttributeReader, family: NftablesFamily
    ) throws(NetlinkDecodeError) {
        self.init(family, "")
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case TableAttribute.name: name = attribute.string()
            case TableAttribute.flags: flags = TableFlags(rawValue: try attribute.be32())
            case TableAttribute.handle: handle = try attribute.be64()
            case TableAttribute.userData: comment = UserData.comment(in: attribute.bytes)
            default: break
            }
        }
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(TableAttribute.name, string: name)
        writer.attribute(TableAttribute.flags, be32: flags.rawValue)
        if let comment {
            writer.attribute(TableAttribute.userData, bytes: UserData.comment(comment))
        }
    }
}
