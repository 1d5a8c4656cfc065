import Nftables

/// Something of the kernel that the rules need.
enum KernelFeature: CaseIterable {
    case tables
    case addressTranslation
    case masquerading
    case addressTypes
    case connections
    case bridges

    /// The kernel's option for it.
    var option: String {
        switch self {
        case .tables: "CONFIG_NF_TABLES_INET"
        case .addressTranslation: "CONFIG_NFT_NAT"
        case .masquerading: "CONFIG_NFT_MASQ"
        case .addressTypes: "CONFIG_NFT_FIB_INET"
        case .connections: "CONFIG_NFT_CT"
        case .bridges: "CONFIG_NF_TABLES_BRIDGE"
        }
    }

    /// Tries it out in a transaction that the kernel must refuse for another reason: nothing is
    /// made, whoever looks.
    func isPresent(_ socket: NftablesSocket) -> Bool {
        let table = TableReference(self == .bridges ? .bridge : .inet, "martlet-cni-probe")
        let chain: ChainName = "probe"
        var batch = Batch()
        batch.add(Table(table.family, table.name))
        switch self {
        case .tables: break
        case .bridges:
            batch.add(Chain(chain, in: table, hook: Hook(.filter, .prerouting, priority: 0)))
        case .addressTranslation:
            batch.add(Chain(chain, in: table, hook: Hook(.nat, .prerouting, priority: 0)))
        case .masquerading:
            batch.add(Chain(chain, in: table, hook: Hook(.nat, .postrouting, priority: 0)))
            batch.add(Rule(table, chain, .masquerade()))
        case .addressTypes:
            batch.add(Chain(chain, in: table, hook: Hook(.filter, .prerouting, priority: 0)))
            batch.add(
                Rule(
                    table, chain,
                    .match(.destinationAddressType, .equal, FieldBytes().integer(2))))
        case .connections:
            batch.add(Chain(chain, in: table, hook: Hook(.filter, .forward, priority: 0)))
            batch.add(Rule(table, chain, .matchFlags(.connectionState, 2)))
        }
        batch.delete(TableReference(table.family, "martlet-cni-is-not-there"))
        do {
            try socket.apply(batch)
            return true
        } catch {
            return error.failures.count == 1 && error.failures[0].operation == "delete table"
        }
    }
}
