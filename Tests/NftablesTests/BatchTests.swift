import Netlink
import NetworkAddress
import Nftables
import Testing

@Suite struct BatchTests {
    static let table = TableReference(.ip, "t")
    static let set = NftSet("s", in: table, key: .fields(.ipDestination, .destinationPort))

    @Test func `any number of elements is split into messages below 64 KiB`() throws {
        var batch = Batch()
        let elements = (0..<2_500).lazy.map { number in
            Element(FieldBytes().integer(UInt32(number)).port(number: 80))
        }
        batch.add(elements: elements, to: Self.set)
        #expect(batch.messageCount == 3)
        let messages = try NetlinkMessage.decode(try batch.encoded())
        #expect(messages.allSatisfy { $0.body.count < 65_536 })
        let counts = try messages.map { message in
            guard
                case .addedElements(let elements, let set, let table)? = try NftablesEvent(
                    decoding: message)
            else { return 0 }
            #expect(set == "s" && table == Self.table)
            return elements.count
        }
        #expect(counts == [0, 1_000, 1_000, 500, 0])
    }

    @Test func `only the last message asks for an acknowledgement`() throws {
        var batch = Batch(generation: 7)
        batch.add(Table(.ip, "t"))
        batch.add(Self.set)
        let messages = try NetlinkMessage.decode(try batch.encoded())
        #expect(messages.map { $0.flags.contains(.acknowledge) } == [false, false, true, false])
        #expect(messages.map(\.sequence) == [0, 1, 2, 3])
        #expect(try messages.first?.attributes(after: 4).first(1)?.be32() == 7)
    }

    @Test func `no elements make no message`() throws {
        var batch = Batch()
        batch.add(elements: [], to: Self.set)
        #expect(batch.isEmpty)
    }

    @Test func `a key is one value of its fields`() {
        let address: IPAddress = .v4(IPv4Address(rawValue: 0x0a60_0001))
        let key = FieldBytes().address(address).proto(.tcp).port(number: 80).integer(3)
        #expect(
            key.array == [10, 96, 0, 1, 6, 0, 0, 0, 0, 80, 0, 0] + FieldBytes().integer(3).array)
        #expect(key == FieldBytes().bytes(key.array))
        #expect(Set([key, FieldBytes().bytes(key.array)]).count == 1)
        #expect(FieldBytes().interfaceName("a-name-that-is-too-long").count == 16)
    }

    @Test func `a key that is too long says so`() {
        var key = FieldBytes()
        for _ in 0..<4 { key = key.address(.any(.ipv6)) }
        #expect(key.isComplete)
        #expect(!key.byte(1).isComplete)
    }
}
