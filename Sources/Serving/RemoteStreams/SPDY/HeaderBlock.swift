/// Names and values as SPDY/3 writes them: section 2.6.10 of its draft. Names are in lower case.
struct HeaderBlock: Equatable {
    /// Why bytes are no such block.
    struct Malformed: Error {}

    var fields: [String: String] = [:]

    /// Reads an inflated block.
    init(decoding bytes: [UInt8]) throws(Malformed) {
        var rest = bytes[...]
        let count = try Self.number(&rest)
        guard count <= 1000 else { throw Malformed() }
        for _ in 0..<count {
            let name = try Self.text(&rest)
            fields[name.lowercased()] = try Self.text(&rest)
        }
    }

    init(_ fields: [String: String] = [:]) { self.fields = fields }

    private static func number(_ rest: inout ArraySlice<UInt8>) throws(Malformed) -> Int {
        guard rest.count >= 4 else { throw Malformed() }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) throws(Malformed) -> String {
        let count = try number(&rest)
        guard rest.count >= count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return String(decoding: rest.prefix(count), as: UTF8.self)
    }

    var encoded: [UInt8] {
        var bytes = Self.bytes(fields.count)
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            bytes += Self.bytes(name.utf8.count) + Array(name.utf8)
            bytes += Self.bytes(value.utf8.count) + Array(value.utf8)
        }
        return bytes
    }

    private static func bytes(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
