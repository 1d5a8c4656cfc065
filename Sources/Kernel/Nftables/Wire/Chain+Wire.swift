import Netlink

/// C: NFTA_CHAIN_…
enum ChainAttribute {
    static let table: UInt16 = 1
    static let handle: UInt16 = 2
    static let name: UInt16 = 3
    static let hook: UInt16 = 4
    static let policy: UInt16 = 5
    static let type: UInt16 = 7
    static let userData: UInt16 = 12
}

/// C: NFTA_HOOK_…
enum HookAttribute {
    static let number: UInt16 = 1
    static let priority: UInt16 = 2
    static let device: UInt16 = 3
}

extension Chain {
    /// Reads what follows the nfnetlink header.
    init(
        decoding attributes: AttributeReader, family: NftablesFamily
    ) throws(NetlinkDecodeError) {
        self.init("", in: TableReference(family, ""))
        var attributes = attributes
        var hook: Hook?
        var type = ChainType.filter
        var policy = Hook.Policy.accept
        while let attribute = try attributes.next() {
            switch attribute.type {
            case ChainAttribute.table: table.name = attribute.string()
            case ChainAttribute.name: name = ChainName(attribute.string())
            case ChainAttribute.handle: handle = try attribute.be64()
            case ChainAttribute.type: type = ChainType(name: attribute.string())
            case ChainAttribute.policy: policy = try attribute.be32() == 0 ? .drop : .accept
            case ChainAttribute.hook: hook = try Hook(decoding: attribute.nested(), family)
            case ChainAttribute.userData: comment = UserData.comment(in: attribute.bytes)
            default: break
            }
        }
        hook?.type = type
        hook?.policy = policy
        self.hook = hook
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(ChainAttribute.table, string: table.name)
        writer.attribute(ChainAttribute.name, string: name.rawValue)
        if let hook {
            writer.attribute(ChainAttribute.type, string: hook.type.name)
            writer.attribute(ChainAttribute.policy, be32: hook.policy == .accept ? 1 : 0)
            writer.nested(ChainAttribute.hook) { hook.encode(into: &$0, table.family) }
        }
        if let comment {
            writer.attribute(ChainAttribute.userData, bytes: UserData.comment(comment))
        }
    }
}

extension Hook {
    fileprivate init(
        decoding attributes: AttributeReader, _ family: NftablesFamily
    ) throws(NetlinkDecodeError) {
        self.init(.filter, .unknown(0), priority: 0)
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case HookAttribute.number:
                point = HookPoint(number: try attribute.be32(), family: family)
            case HookAttribute.priority: priority = Int32(bitPattern: try attribute.be32())
            case HookAttribute.device: device = attribute.string()
            default: break
            }
        }
    }

    fileprivate func encode(into writer: inout NetlinkWriter, _ family: NftablesFamily) {
        writer.attribute(HookAttribute.number, be32: point.number(family: family))
        writer.attribute(HookAttribute.priority, be32: UInt32(bitPattern: priority))
        if let device { writer.attribute(HookAttribute.device, string: device) }
    }
}
