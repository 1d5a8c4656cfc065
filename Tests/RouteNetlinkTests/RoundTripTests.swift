import Netlink
import RouteNetlink
import Testing

@Suite struct RoundTripTests {
    @Test func `there are vectors of every message`() throws {
        #expect(Vector.all.count > 60)
        let kinds = try Set(Vector.all.map { try $0.message().type })
        #expect(kinds.isSuperset(of: [16, 17, 19, 20, 21, 24, 25, 28, 29, 32, 36, 37, 44, 45]))
    }

    @Test(arguments: Vector.all)
    func `what is decoded and encoded again has lost nothing`(vector: Vector) throws {
        let message = try vector.message()
        let value = try AnyMessage(message)
        let again = value.encoded()
        let copy = NetlinkMessage(type: message.type, body: again[...])
        #expect(try AnyMessage(copy) == value)

        let before = try value.shape.lines(message.body.dropFirst(value.headerLength))
        var after = try value.shape.lines(again.dropFirst(value.headerLength))
        for line in before {
            let index = after.firstIndex(of: line)
            #expect(index != nil, "\(line) is lost")
            if let index { after.remove(at: index) }
        }
        let added = after.filter { line in
            !value.mayAdd.contains { line.hasPrefix("/\($0) ") }
        }
        #expect(added == [], "attributes appeared")
    }

    @Test(arguments: Vector.all)
    func `the header is the same`(vector: Vector) throws {
        let message = try vector.message()
        let value = try AnyMessage(message)
        var before = Array(message.body.prefix(value.headerLength))
        var after = Array(value.encoded().prefix(value.headerLength))
        switch value {
        case .route, .rule:
            // A table beyond one byte is said in two ways; its attribute counts.
            before[4] = 0
            after[4] = 0
        case .address:
            // The same of flags.
            before[2] = 0
            after[2] = 0
        default: break
        }
        #expect(before == after)
    }

    @Test(arguments: Vector.all)
    func `a message that ends early is refused or read, and nothing traps`(vector: Vector) throws {
        let message = try vector.message()
        for length in 0..<message.body.count {
            let cut = NetlinkMessage(type: message.type, body: message.body.prefix(length))
            if let value = try? AnyMessage(cut) { try expectLaw(value, message.type) }
        }
        for length in 0..<vector.bytes.count {
            let cut = Array(vector.bytes.prefix(length))
            #expect(length == 0 || (try? NetlinkMessage.decode(cut)) == nil)
        }
    }

    @Test(arguments: Vector.all)
    func `a message with wrong bytes is refused or read, and nothing traps`(
        vector: Vector
    ) throws {
        let message = try vector.message()
        let original = Array(message.body)
        for round in 0..<600 {
            var bytes = original
            for _ in 0...(round % 4) {
                guard let index = bytes.indices.randomElement() else { break }
                switch round % 3 {
                case 0: bytes[index] = .random(in: 0...255)
                case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8)
                default: bytes[index] = [0, 1, 3, 4, 5, 127, 128, 255].randomElement() ?? 0
                }
            }
            let changed = NetlinkMessage(type: message.type, body: bytes[...])
            if let value = try? AnyMessage(changed) { try expectLaw(value, message.type) }
        }
    }

    /// Whatever could be decoded survives another round.
    private func expectLaw(_ value: AnyMessage, _ type: UInt16) throws {
        let copy = NetlinkMessage(type: type, body: value.encoded()[...])
        let again = try AnyMessage(copy)
        #expect(again == value, "\(copy.body)")
    }
}
