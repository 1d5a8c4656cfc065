import NetworkAddress
import Nftables
import ServiceModel

/// What the table has counted since its elements came.
///
/// Each new connection counts once, with its first packet: what follows goes its way without a
/// look-up. A target's count begins anew when its element is written anew: when its Service comes,
/// and when what happens at it changes (among others when the number of endpoints passes a power
/// of two).
public struct TrafficCounters: Hashable, Sendable {
    /// Connections, and the bytes of their first packets, by target.
    public var connections: [Frontend.Target: Counter]

    /// Counters.
    public init(connections: [Frontend.Target: Counter] = [:]) { self.connections = connections }
}

extension NftablesDataplane {
    /// Reads the counters of every target; empty when there is no table.
    public func traffic() throws -> TrafficCounters {
        var counters = TrafficCounters()
        let layout = TableLayout(family: family, options: options)
        guard
            try socket.tables(layout.table.family).contains(where: {
                $0.reference == layout.table && $0.comment == TableLayout.ownershipSign
            })
        else { return counters }
        for name in [SetName.services, .nodePorts] {
            for element in try socket.elements(of: layout.set(name)) {
                guard let key = PackedFields(element.key.array), let counter = element.counter,
                    let target = TableElement.Identity(set: name, key: key).target(family)
                else { continue }
                counters.connections[target] = counter
            }
        }
        return counters
    }
}
