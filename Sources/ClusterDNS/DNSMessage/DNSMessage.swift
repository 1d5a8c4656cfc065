/// A message with everything in it decoded. The server's fast path does without: see `QueryScan`.
public struct DNSMessage: Hashable, Sendable {
    /// Id, flags, opcode and the low bits of the response code.
    public var header: Header
    /// What is asked; one in every query of today (RFC 9619).
    public var questions: [Question]
    /// The records asked for.
    public var answers: [ResourceRecord]
    /// Who is an authority, or the SOA of "there is none".
    public var authority: [ResourceRecord]
    /// What may help, without the OPT record.
    public var additional: [ResourceRecord]
    /// The OPT record.
    public var edns: EDNS?

    /// A message of these parts.
    public init(
        header: Header, questions: [Question] = [], answers: [ResourceRecord] = [],
        authority: [ResourceRecord] = [], additional: [ResourceRecord] = [], edns: EDNS? = nil
    ) {
        self.header = header
        self.questions = questions
        self.answers = answers
        self.authority = authority
        self.additional = additional
        self.edns = edns
    }

    /// The response code with the bits that the OPT record adds.
    public var responseCode: ResponseCode {
        ResponseCode(
            rawValue: UInt16(edns?.extendedResponseCode ?? 0) << 4 | UInt16(header.responseCode))
    }

    /// Decodes a message; bytes behind it are an error.
    public init(decoding bytes: [UInt8]) throws(DNSMessageError) {
        var reader = MessageReader(bytes)
        let id = try reader.uint16()
        header = Header(id: id, bits: try reader.uint16())
        let counts = (
            try reader.uint16(), try reader.uint16(), try reader.uint16(), try reader.uint16()
        )
        questions = []
        for _ in 0..<counts.0 { questions.append(try Question(from: &reader)) }
        answers = []
        authority = []
        additional = []
        for _ in 0..<counts.1 { answers.append(try ResourceRecord(from: &reader)) }
        for _ in 0..<counts.2 { authority.append(try ResourceRecord(from: &reader)) }
        for _ in 0..<counts.3 { try decodeAdditional(from: &reader) }
        guard reader.isAtEnd else {
            throw DNSMessageError("bytes behind the message", at: reader.offset)
        }
    }

    private mutating func decodeAdditional(
        from reader: inout MessageReader
    ) throws(DNSMessageError) {
        var ahead = reader
        let name = try ahead.name()
        guard try ahead.uint16() == RecordType.optNumber else {
            additional.append(try ResourceRecord(from: &reader))
            return
        }
        guard name == .root else {
            throw DNSMessageError("OPT record of a name", at: reader.offset)
        }
        guard edns == nil else { throw DNSMessageError("second OPT record", at: reader.offset) }
        edns = try EDNS(from: &ahead)
        reader = ahead
    }

    /// Encodes the message whole, whatever its size.
    public func encoded() -> [UInt8] { encoded(limit: .max) }

    /// Encodes the message into at most `limit` bytes: what does not fit is left out, additional
    /// records silently, others with TC set (RFC 2181 §9).
    public func encoded(limit: Int) -> [UInt8] {
        var writer = MessageWriter()
        writer.uint16(header.id)
        writer.uint16(header.bits)
        for count in [questions.count, 0, 0, 0] { writer.uint16(UInt16(clamping: count)) }
        for question in questions { question.encode(to: &writer) }
        var opt = MessageWriter()
        edns?.encode(to: &opt)
        let room = limit - opt.bytes.count
        var isWhole = true
        for (place, section) in [answers, authority, additional].enumerated() {
            guard isWhole else { break }
            var count: UInt16 = 0
            for record in section {
                let start = writer.bytes.count
                record.encode(to: &writer)
                if writer.bytes.count > room || count == .max {
                    writer.truncate(to: start)
                    isWhole = false
                    break
                }
                count += 1
            }
            writer.patch(count, at: 6 + 2 * place)
            if !isWhole, place < 2 {
                writer.patch(header.bits | HeaderFlags.truncated.rawValue, at: 2)
            }
        }
        if edns != nil {
            let kept = UInt16(writer.bytes[10]) << 8 | UInt16(writer.bytes[11])
            writer.patch(kept &+ 1, at: 10)
            writer.append(opt.bytes)
        }
        return writer.bytes
    }
}
