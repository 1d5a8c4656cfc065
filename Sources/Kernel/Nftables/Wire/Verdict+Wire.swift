import Netlink

extension Verdict {
    /// The attributes inside NFTA_DATA_VERDICT.
    init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        var attributes = attributes
        var code: Int32 = 0
        var chain: ChainName?
        while let attribute = try attributes.next() {
            switch attribute.type {
            case VerdictAttribute.code: code = Int32(bitPattern: try attribute.be32())
            case VerdictAttribute.chain: chain = ChainName(attribute.string())
            default: break
            }
        }
        switch (code, chain) {
        case (0, _): self = .drop
        case (1, _): self = .accept
        case (-1, _): self = .continue
        case (-3, let chain?): self = .jump(chain)
        case (-4, let chain?): self = .goto(chain)
        case (-5, _): self = .return
        default: self = .unknown(code)
        }
    }

    /// Writes NFTA_DATA_VERDICT, which stands where a value would stand.
    func encode(into writer: inout NetlinkWriter) {
        writer.nested(DataAttribute.verdict) { writer in
            writer.attribute(VerdictAttribute.code, be32: UInt32(bitPattern: code))
            if let chain { writer.attribute(VerdictAttribute.chain, string: chain.rawValue) }
        }
    }
}

/// C: NFTA_VERDICT_…
enum VerdictAttribute {
    static let code: UInt16 = 1
    static let chain: UInt16 = 2
}

/// C: NFTA_DATA_…
enum DataAttribute {
    static let value: UInt16 = 1
    static let verdict: UInt16 = 2
}

/// C: NFTA_LIST_ELEM
let listElement: UInt16 = 1
