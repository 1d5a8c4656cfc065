import Netlink
import Testing

@Suite struct WriterTests {
    @Test func `lengths are filled in and payloads padded`() throws {
        var writer = NetlinkWriter(capacity: 0)
        writer.message(type: 16, flags: [.request, .create], sequence: 7) { writer in
            writer.append(zeros: 4)
            writer.attribute(3, string: "eth0")
            writer.nested(18) { writer in
                writer.attribute(1, u8: 9)
                writer.attribute(2, be16: 0x1234)
            }
        }
        let bytes = try writer.finish()
        #expect(
            bytes == [
                52, 0, 0, 0, 16, 0, 1, 4, 7, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0,
                9, 0, 3, 0, 0x65, 0x74, 0x68, 0x30, 0, 0, 0, 0,
                20, 0, 18, 0x80, 5, 0, 1, 0, 9, 0, 0, 0, 6, 0, 2, 0, 0x12, 0x34, 0, 0,
            ])
    }

    @Test func `what is written is read back`() throws {
        var writer = NetlinkWriter()
        writer.message(type: 20, flags: .request, sequence: 1) { writer in
            writer.attribute(1, u8: .max)
            writer.attribute(2, u16: 0xabcd)
            writer.attribute(3, u32: 0xdead_beef)
            writer.attribute(4, u64: 0x0123_4567_89ab_cdef)
            writer.attribute(5, be32: 0xdead_beef)
            writer.attribute(6, be64: 5)
            writer.attribute(7, i32: -1)
            writer.attribute(8, bytes: [1, 2, 3, 4, 5])
            writer.attribute(9)
            writer.attribute(10, string: "ä")
        }
        let messages = try NetlinkMessage.decode(try writer.finish())
        let message = try #require(messages.first)
        #expect(messages.count == 1)
        #expect(message.type == 20 && message.flags == .request && message.sequence == 1)
        let attributes = try message.attributes(after: 0)
        func value(_ type: UInt16) throws -> Attribute {
            try #require(try attributes.first(type))
        }
        #expect(try value(1).u8() == .max)
        #expect(try value(2).u16() == 0xabcd)
        #expect(try value(3).u32() == 0xdead_beef)
        #expect(try value(4).u64() == 0x0123_4567_89ab_cdef)
        #expect(try value(5).be32() == 0xdead_beef)
        #expect(try value(6).be64() == 5)
        #expect(try value(7).i32() == -1)
        #expect(Array(try value(8).bytes) == [1, 2, 3, 4, 5])
        #expect(try value(9).bytes.isEmpty)
        #expect(try value(10).string() == "ä")
    }

    @Test func `an attribute that outgrows its length field is told, not cut`() {
        var writer = NetlinkWriter()
        writer.message(type: 16, flags: []) { writer in
            writer.attribute(3, bytes: [UInt8](repeating: 1, count: 70_000))
        }
        #expect(throws: NetlinkEncodeError.self) { _ = try writer.finish() }
    }

    @Test func `a nest that outgrows its length field is told, not cut`() {
        var writer = NetlinkWriter()
        writer.message(type: 16, flags: []) { writer in
            writer.nested(3) { writer in
                for _ in 0..<10 { writer.attribute(1, bytes: [UInt8](repeating: 1, count: 9000)) }
            }
        }
        #expect(throws: NetlinkEncodeError.self) { _ = try writer.finish() }
    }

    @Test func `a buffer grows without losing what it holds`() throws {
        var writer = NetlinkWriter(capacity: 1)
        for number in 0..<10_000 {
            writer.message(type: 16, flags: [], sequence: UInt32(number)) { writer in
                writer.attribute(1, u32: UInt32(number))
            }
        }
        let messages = try NetlinkMessage.decode(try writer.finish())
        #expect(messages.map(\.sequence) == (0..<10_000).map { UInt32($0) })
        for (number, message) in messages.enumerated() {
            #expect(try message.attributes(after: 0).first(1)?.u32() == UInt32(number))
        }
    }
}
