import LinuxSystem
import Nftables

/// Losing packets of a machine, at the switch: chance decides on each packet, both ways.
struct PacketLoss {
    let plan: LabPlan

    private let table = TableReference(.bridge, "netlab-loss")

    /// Loses so many of a hundred packets; 0 loses none any more.
    func set(_ percent: Int, of machine: MachinePlan) throws {
        try during("lose packets of \(machine.name)") {
            try NetworkNamespace(name: plan.names.wire).run {
                var batch = Batch()
                let chain = ChainName(machine.port)
                batch.add(Nftables.Table(table.family, table.name))
                batch.add(
                    Chain(chain, in: table, hook: Hook(.filter, .forward, priority: 0)))
                batch.flushChain(chain, in: table)
                for cable in [Nftables.Field.inputInterface, .outputInterface] where percent > 0 {
                    batch.add(
                        Rule(
                            table, chain,
                            .match(cable, .equal, FieldBytes().interfaceName(machine.port)),
                            .matchAny(
                                .random(100),
                                (0..<UInt32(percent)).map { FieldBytes().integer($0) }),
                            .verdict(.drop)))
                }
                try NftablesSocket().apply(batch)
            }
        }
    }
}
