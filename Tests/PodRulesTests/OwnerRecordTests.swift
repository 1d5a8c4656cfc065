import CNIProtocol
import NetworkAddress
import Nftables
import PodRules
import Testing

/// What the kernel keeps of an owner says all that has to be removed.
@Suite struct OwnerRecordTests {
    static func owner(_ container: String) -> RuleOwner {
        RuleOwner(
            network: "net", attachment: Attachment(containerID: container, interfaceName: "eth0"),
            plugin: "portmap")
    }

    static func record(keys: Int, container: String = "web") -> OwnerRecord {
        let table = TableReference(.inet, "martlet-cni")
        let sets = [
            NftSet("a", in: table, key: .types([.ipv4Address])),
            NftSet("b", in: TableReference(.bridge, "x"), key: .types([.interfaceName, .mark])),
            NftSet("c", in: table, key: .types([.etherAddress])),
        ]
        var record = OwnerRecord(owner: owner(container))
        for number in 0..<keys {
            let set = sets[number * 3 / keys]
            let bytes = (0..<set.key.length).map { UInt8(truncatingIfNeeded: number + $0) }
            record.append(FieldBytes().bytes(bytes), in: set)
        }
        return record
    }

    @Test(arguments: [0, 1, 2, 3, 9, 30, 100, 255, 256, 700], ["web", longName])
    func `a record is read back from its pieces`(keys: Int, container: String) {
        let record = Self.record(keys: keys, container: container)
        let pieces = record.elements
        #expect(OwnerRecord(pieces) == record)
        // What the kernel has room for beside an element.
        for piece in pieces {
            let comment = piece.comment.map { $0.utf8.count + 3 } ?? 0
            #expect(comment + 2 + (piece.note?.count ?? 0) <= 252)
        }
        #expect(Set(pieces.map(\.key)).count == pieces.count)
    }

    static let longName = String(repeating: "c", count: 180)

    @Test func `a record that lacks a byte is none`() {
        let pieces = Self.record(keys: 30).elements
        let note = pieces[0].note ?? []
        for length in 0..<note.count {
            var cut = pieces
            cut[0].note = Array(note.prefix(length))
            #expect(OwnerRecord(cut) != Self.record(keys: 30))
        }
        for dropped in 1..<Self.record(keys: 700).elements.count {
            #expect(OwnerRecord(Array(Self.record(keys: 700).elements.prefix(dropped))) == nil)
        }
    }

    @Test func `foreign notes are no records, whatever they hold`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var element = Element(FieldBytes())
            let count = Int.random(in: 0..<254, using: &generator)
            element.note = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if count > 2 { element.note?.replaceSubrange(0..<3, with: [1, 1, 1]) }
            _ = OwnerRecord([element])
        }
        #expect(OwnerRecord([]) == nil)
        #expect(OwnerRecord([Element(FieldBytes())]) == nil)
    }

    @Test func `owners that differ in one part have different keys`() {
        let owners = [
            RuleOwner(
                network: "a", attachment: Attachment(containerID: "b", interfaceName: "c"),
                plugin: "d"),
            RuleOwner(
                network: "b", attachment: Attachment(containerID: "a", interfaceName: "c"),
                plugin: "d"),
            RuleOwner(
                network: "a", attachment: Attachment(containerID: "b", interfaceName: "d"),
                plugin: "c"),
            Self.owner("web"), Self.owner("web2"),
        ]
        let keys = owners.map { OwnerRecord(owner: $0).elements[0].key }
        #expect(Set(keys).count == owners.count)
    }
}
