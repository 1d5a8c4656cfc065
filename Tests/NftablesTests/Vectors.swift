import Netlink
import NetlinkTesting
import Nftables
import Testing

/// The captured messages beside this file.
enum Vectors {
    static let folder = VectorFolder(beside: #filePath)

    /// The message that a batch makes of an event's object.
    static func encoded(_ event: NftablesEvent) throws -> NetlinkMessage? {
        var batch = Batch()
        switch event {
        case .addedTable(let table): batch.add(table)
        case .addedChain(let chain): batch.add(chain)
        case .addedRule(let rule): batch.add(rule)
        case .addedSet(let set): batch.add(set)
        default: return nil
        }
        let messages = try NetlinkMessage.decode(try batch.encoded())
        return messages.dropFirst().first
    }

    /// Attributes by type, to compare messages whose attributes stand in another order.
    static func attributes(
        _ message: NetlinkMessage, without left: Set<UInt16>
    ) throws -> [String] {
        var reader = try message.attributes(after: 4)
        var found: [String] = []
        while let attribute = try reader.next() {
            if left.contains(attribute.type) { continue }
            found.append("\(attribute.type): \(Array(attribute.bytes))")
        }
        return found.sorted()
    }
}
