import Netlink
import Testing

@Suite struct ReaderTests {
    static func sample() throws -> [UInt8] {
        var writer = NetlinkWriter()
        writer.message(type: 16, flags: .multi, sequence: 3) { writer in
            writer.append(zeros: 4)
            writer.nested(1) { writer in
                writer.nested(2) { $0.attribute(3, string: "inside") }
            }
            writer.attribute(4, be64: 8)
        }
        return try writer.finish()
    }

    /// Reads everything, as deep as it goes.
    static func walk(_ bytes: [UInt8]) throws {
        func walk(_ attributes: AttributeReader, _ depth: Int) throws {
            var attributes = attributes
            while let attribute = try attributes.next() {
                _ = try? attribute.u8()
                _ = try? attribute.be64()
                _ = attribute.string()
                if depth < 8 { try? walk(attribute.nested(), depth + 1) }
            }
        }
        for message in try NetlinkMessage.decode(bytes) {
            try walk(try message.attributes(after: 4), 0)
            _ = try? Acknowledgement(message)
        }
    }

    @Test func `a message cut at any byte is refused`() throws {
        let bytes = try Self.sample()
        for length in 1..<bytes.count {
            #expect(throws: NetlinkDecodeError.self) {
                try NetlinkMessage.decode(Array(bytes[..<length]))
            }
        }
    }

    @Test func `lengths below the header are refused`() throws {
        var bytes = try Self.sample()
        for length in UInt8(0)..<16 {
            bytes[0] = length
            #expect(throws: NetlinkDecodeError.self) { try NetlinkMessage.decode(bytes) }
        }
        var attributes = AttributeReader([3, 0, 1, 0, 0, 0, 0, 0])
        #expect(throws: NetlinkDecodeError.self) { try attributes.next() }
    }

    @Test func `damaged bytes never trap`() throws {
        let sample = try Self.sample()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            try? Self.walk(bytes)
        }
    }

    @Test func `the last attribute may lack its padding`() throws {
        var attributes = AttributeReader([5, 0, 1, 0, 9])
        #expect(try attributes.next()?.u8() == 9)
        #expect(try attributes.next() == nil)
    }
}

extension Attribute: Equatable {
    public static func == (left: Attribute, right: Attribute) -> Bool {
        left.type == right.type && left.bytes == right.bytes
    }
}
