import ClusterZone
import DNSMessage

/// Follows an ExternalName as far as the zones know: RFC 1034 §3.6.2, RFC 6604.
struct AliasResolver {
    /// How many aliases are followed.
    static let maximumLength = 8

    /// What is known when the zones have nothing more to say.
    struct Resolution {
        /// The aliases in their order, then the records of the last name.
        var answers: [ResourceRecord] = []
        var authority: [ResourceRecord] = []
        var additional: [ResourceRecord] = []
        var responseCode = ResponseCode.noError
        /// The name outside of the zones at which the upstreams have to go on.
        var next: DNSName?
    }

    let index: ZoneIndex

    /// Resolves a question whose name is an alias.
    func resolve(_ question: Question) -> Resolution {
        var result = Resolution()
        var name = question.name
        var seen: Set<DNSName> = []
        while seen.count < Self.maximumLength, seen.insert(name).inserted {
            let asked = DNSMessage(
                header: Header(id: 0), questions: [Question(name, question.type)])
            let bytes = asked.encoded()
            var scan = QueryScan()
            guard case .query = scan.scan(bytes.span),
                let answer = index.lookup(bytes.span, scan)
            else {
                result.next = name
                return result
            }
            guard let target = answer.alias else {
                add(answer, bytes, scan, to: &result)
                return result
            }
            result.answers.append(ResourceRecord(name, ttl: index.ttl, .cname(target)))
            name = target
        }
        // A circle: its aliases are all there is to say.
        return result
    }

    private func add(
        _ answer: ZoneAnswer, _ message: [UInt8], _ scan: QueryScan, to result: inout Resolution
    ) {
        var reply = [UInt8](repeating: 0, count: 65535)
        var out = reply.mutableSpan
        var writer = ReplyWriter(
            message.span, questionEnd: scan.questionEnd, limit: out.count, into: &out)
        index.write(answer, to: scan, random: .random(in: 0 ... .max), with: &writer, into: &out)
        writer.putHeader(id: 0, bits: HeaderFlags.response.rawValue, into: &out)
        result.responseCode = writer.responseCode
        let size = writer.position
        guard let decoded = try? DNSMessage(decoding: Array(reply[..<size])) else {
            result.responseCode = .serverFailure
            return
        }
        result.answers += decoded.answers
        result.authority = decoded.authority
        result.additional = decoded.additional
    }
}
