import DNSMessage
import Testing

@Suite struct DNSMessageTests {
    @Test func `every captured message decodes, encodes and decodes to the same`() throws {
        let vectors = try Vector.all()
        #expect(vectors.count >= 30)
        for vector in vectors {
            let message = try DNSMessage(decoding: vector.bytes)
            let again = try DNSMessage(decoding: message.encoded())
            #expect(again == message, "\(vector.name)")
        }
    }

    @Test func `queries and replies of dig and NSD come back byte for byte`() throws {
        for vector in try Vector.all() {
            let message = try DNSMessage(decoding: vector.bytes)
            // kdig's client subnet and NSD's case of root OPT are as ours: nothing is reordered.
            #expect(message.encoded().count <= vector.bytes.count, "\(vector.name)")
            if vector.name.hasSuffix("-query") {
                #expect(message.encoded() == vector.bytes, "\(vector.name)")
            }
        }
    }

    @Test func `a reply says what NSD's zone file says`() throws {
        let expected = [
            "dig-srv": "_sip._udp.example.test. 300 IN SRV 10 60 5060 mail.example.test.",
            "dig-mx": "example.test. 300 IN MX 10 mail.example.test.",
            "dig-aaaa-plain": "www.example.test. 300 IN AAAA 2001:db8::80",
            "dig-cname": "alias.example.test. 300 IN CNAME www.example.test.",
            "dig-txt": #"txt.example.test. 300 IN TXT "hello world" "second \"quoted\"""#,
            "dig-hinfo": #"host.example.test. 300 IN HINFO "RFC8482" """#,
            "dig-ptr": "ptr.example.test. 300 IN PTR www.example.test.",
            "dig-unknown-type": ##"cert.example.test. 300 IN TYPE52 \# 4 01020304"##,
            "dig-ns": "example.test. 300 IN NS ns.example.test.",
            "dig-soa": "example.test. 300 IN SOA ns.example.test. hostmaster.example.test. "
                + "7 7200 1800 86400 60",
        ]
        for (name, record) in expected {
            let reply = try DNSMessage(decoding: Vector(named: name + "-reply").bytes)
            #expect(reply.answers.first?.description == record)
        }
    }

    @Test func `codes and EDNS are read`() throws {
        let missing = try DNSMessage(decoding: Vector(named: "dig-nxdomain-reply").bytes)
        #expect(missing.responseCode == .nameError)
        #expect(missing.authority.first?.type == .soa)
        let version = try DNSMessage(decoding: Vector(named: "dig-badvers-reply").bytes)
        #expect(version.responseCode == .badVersion)
        let cookie = try DNSMessage(decoding: Vector(named: "kdig-do-cookie-query").bytes)
        #expect(cookie.edns?.dnssecOK == true)
        let data: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        #expect(cookie.edns?.options.contains(EDNSOption(code: 10, data: data)) == true)
        let chaos = try DNSMessage(decoding: Vector(named: "kdig-chaos-query").bytes)
        #expect(chaos.questions.first?.recordClass == .chaos)
    }

    @Test func `a message cut anywhere is an error, never a crash`() throws {
        for vector in try Vector.all() {
            for size in 0..<vector.bytes.count {
                #expect(throws: DNSMessageError.self, "\(vector.name) cut at \(size)") {
                    try DNSMessage(decoding: Array(vector.bytes[..<size]))
                }
            }
        }
    }

    @Test func `names that point at themselves or forward are errors`() throws {
        let header: [UInt8] = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        let names: [[UInt8]] = [
            [0xC0, 0x0C], [0xC0, 0x0E, 0xC0, 0x0C], [1, 0x61, 0xC0, 0x0C], [0xC0, 0x06],
            [0xC0, 0x12], [0x41, 0x20], [0x80, 1], [0xC0],
        ]
        for name in names {
            #expect(throws: DNSMessageError.self, "\(name)") {
                try DNSMessage(decoding: header + name + [0, 1, 0, 1])
            }
        }
        // Pointers that only go back end, and yet may make a name too long.
        var long = header
        long[7] = 3
        long += [63] + [UInt8](repeating: 0x61, count: 63) + [0, 0, 1, 0, 1]
        for back in [12, 81, 158] {
            long += [63] + [UInt8](repeating: 0x62, count: 63) + [0xC0, UInt8(back)]
            long += [0, 16, 0, 1, 0, 0, 0, 0, 0, 1, 0]
        }
        #expect(throws: DNSMessageError.self) { try DNSMessage(decoding: long) }
    }

    @Test func `a thousand mutations of every message never crash`() throws {
        var random = SeededGenerator(seed: 20)
        for vector in try Vector.all() {
            for _ in 0..<1000 {
                var bytes = vector.bytes
                for _ in 0...Int.random(in: 0..<4, using: &random) {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[at] = UInt8.random(in: 0...255, using: &random)
                }
                var scan = QueryScan()
                _ = scan.scan(bytes.span)
                guard let message = try? DNSMessage(decoding: bytes) else { continue }
                // What was understood is understood the same after it was written.
                #expect(try DNSMessage(decoding: message.encoded()) == message)
            }
        }
    }

    @Test func `what does not fit is left out and said`() {
        let name = DNSName.root
        let records = (0..<100).map { ttl in
            ResourceRecord(name, ttl: ttl, .txt(TXTRecord("0123456789")))
        }
        let message = DNSMessage(
            header: Header(id: 1, flags: [.response]), questions: [Question(name, .txt)],
            answers: records, edns: EDNS())
        let whole = message.encoded()
        for limit in [64, 512, 1232, whole.count] {
            let bytes = message.encoded(limit: limit)
            #expect(bytes.count <= limit)
            let decoded = try? DNSMessage(decoding: bytes)
            #expect(decoded?.header.flags.contains(.truncated) == (limit < whole.count))
            #expect(decoded?.answers == Array(records.prefix(decoded?.answers.count ?? -1)))
            #expect(decoded?.edns == EDNS())
        }
    }
}

/// Random numbers that are the same in every run. The generator is SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
