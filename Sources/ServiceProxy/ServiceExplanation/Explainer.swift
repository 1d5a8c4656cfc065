import NetworkAddress
import ServiceModel

/// Says what the kernel will do with a packet, from the model alone: no table is read.
public struct Explainer: Sendable {
    private let table: ServiceTable
    private let surroundings: Surroundings
    private let masqueradesAll: Bool

    /// An explainer of one family's Services.
    public init(table: ServiceTable, surroundings: Surroundings, masqueradesAll: Bool) {
        self.table = table
        self.surroundings = surroundings
        self.masqueradesAll = masqueradesAll
    }

    /// What becomes of the first packet of a connection.
    public func explain(_ packet: Packet) -> PacketExplanation {
        let target = Frontend.Target(
            address: packet.destination, transport: packet.transport, port: packet.port)
        guard let owner = table.owner(of: target), let plan = table.plan(of: owner) else {
            return PacketExplanation(fate: .untouched)
        }
        return PacketExplanation(fate: .untouched, service: plan.name)
    }
}
