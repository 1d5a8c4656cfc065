import DNSMessage
import Testing

@Suite struct QueryScanTests {
    func scan(_ bytes: [UInt8]) -> (ScanVerdict, QueryScan) {
        var scan = QueryScan()
        let verdict = scan.scan(bytes.span)
        return (verdict, scan)
    }

    @Test func `the scan sees what the decoder sees`() throws {
        for vector in try Vector.all() where vector.name.hasSuffix("-query") {
            let message = try DNSMessage(decoding: vector.bytes)
            let question = try #require(message.questions.first)
            let (verdict, scan) = scan(vector.bytes)
            guard case .query = verdict else {
                Issue.record("\(vector.name): \(verdict)")
                continue
            }
            #expect(scan.id == message.header.id)
            #expect(scan.question(in: vector.bytes.span) == question)
            #expect(scan.labelCount == question.name.labels.count)
            #expect(scan.hasEDNS == (message.edns != nil))
            #expect(scan.payloadSize == message.edns?.payloadSize ?? 512)
            #expect(scan.dnssecOK == message.edns?.dnssecOK ?? false)
            let cookie = message.edns?.options.first { $0.code == EDNSOption.cookie }
            #expect(scan.cookieLength == cookie?.data.count ?? 0)
        }
    }

    @Test func `replies and stubs are dropped`() throws {
        for vector in try Vector.all() where vector.name.hasSuffix("-reply") {
            guard case .drop = scan(vector.bytes).0 else {
                Issue.record("\(vector.name) was not dropped")
                continue
            }
        }
        for size in 0..<12 {
            guard case .drop = scan([UInt8](repeating: 0, count: size)).0 else {
                Issue.record("\(size) bytes were not dropped")
                continue
            }
        }
    }

    @Test func `a query cut anywhere behind its header is a format error`() throws {
        for vector in try Vector.all() where vector.name.hasSuffix("-query") {
            for size in 12..<vector.bytes.count {
                guard case .formatError = scan(Array(vector.bytes[..<size])).0 else {
                    Issue.record("\(vector.name) cut at \(size)")
                    continue
                }
            }
        }
    }

    @Test func `other operations are not implemented, whatever follows`() {
        for opcode in 1...15 as ClosedRange<UInt8> {
            let header: [UInt8] = [0, 1, opcode << 3, 0, 9, 9, 9, 9, 9, 9, 9, 9]
            guard case .notImplemented = scan(header).0 else {
                Issue.record("opcode \(opcode)")
                continue
            }
        }
    }

    @Test func `two OPT records, or one of a name, are format errors`() throws {
        var query = DNSMessage(
            header: Header(id: 1), questions: [Question(.root, .a)], edns: EDNS()
        ).encoded()
        guard case .query = scan(query).0 else {
            Issue.record("one OPT record")
            return
        }
        let opt = query.suffix(11)
        query += opt
        query[11] = 2
        guard case .formatError = scan(query).0 else {
            Issue.record("two OPT records")
            return
        }
        query = query.dropLast(22) + [1, 0x61] + opt
        query[11] = 1
        guard case .formatError = scan(query).0 else {
            Issue.record("OPT record of a name")
            return
        }
    }

    @Test(arguments: [0, 1, 7, 9, 15, 41])
    func `a cookie of a wrong length is noticed`(size: Int) {
        let option = EDNSOption(code: 10, data: [UInt8](repeating: 1, count: size))
        let query = DNSMessage(
            header: Header(id: 1), questions: [Question(.root, .a)], edns: EDNS(options: [option]))
        #expect(scan(query.encoded()).1.hasMalformedCookie)
    }
}
