import ClusterZone
import DNSMessage
import NetworkAddress

/// A question for the upstreams, with what is needed to answer who asked.
struct ForwardRequest: Sendable {
    /// Id and flags of the question as it came.
    var id: UInt16
    var bits: UInt16
    /// The question as it came, in its case.
    var asked: Question
    /// What the upstreams are asked: the same, or the name that an alias leads to.
    var question: Question
    /// The aliases that lead there.
    var aliases: [ResourceRecord] = []
    /// DO.
    var dnssecOK: Bool
    /// The OPT record of the reply.
    var optRecord: [UInt8]
    /// The most bytes the reply may have.
    var limit: Int
    var transport: Transport

    /// The reply with the upstream's message; nil says that no upstream answered.
    func reply(_ answer: DNSMessage?) -> [UInt8] {
        // With aliases the name is ours; what comes from upstream is nobody's authority here.
        var flags: HeaderFlags = [.response, .recursionAvailable]
        if !aliases.isEmpty { flags.insert(.authoritative) }
        let copied: HeaderFlags = [.recursionDesired, .checkingDisabled]
        flags.formUnion(HeaderFlags(rawValue: bits).intersection(copied))
        var message = DNSMessage(header: Header(id: id, flags: flags), questions: [asked])
        if let answer {
            message.header.responseCode = answer.header.responseCode
            message.answers = aliases + answer.answers
            message.authority = answer.authority
            message.additional = answer.additional
        } else {
            message.header.responseCode = 2
        }
        return encode(message)
    }

    /// The reply when all is known here.
    func reply(_ resolution: AliasResolver.Resolution, hasUpstreams: Bool) -> [UInt8] {
        var flags: HeaderFlags = [.response, .authoritative]
        if hasUpstreams { flags.insert(.recursionAvailable) }
        let copied: HeaderFlags = [.recursionDesired, .checkingDisabled]
        flags.formUnion(HeaderFlags(rawValue: bits).intersection(copied))
        return encode(
            DNSMessage(
                header: Header(
                    id: id, flags: flags,
                    responseCode: UInt8(resolution.responseCode.rawValue & 15)),
                questions: [asked], answers: resolution.answers, authority: resolution.authority,
                additional: resolution.additional))
    }

    private func encode(_ message: DNSMessage) -> [UInt8] {
        var bytes = message.encoded(limit: limit - optRecord.count)
        if transport == .stream { bytes[2] &= ~0x02 }
        guard !optRecord.isEmpty else { return bytes }
        let count = UInt16(bytes[10]) << 8 | UInt16(bytes[11])
        bytes[10] = UInt8((count &+ 1) >> 8)
        bytes[11] = UInt8(truncatingIfNeeded: count &+ 1)
        return bytes + optRecord
    }
}

extension Responder {
    /// The question last looked at, for the slow path.
    func request(
        _ message: Span<UInt8>, from peer: SocketEndpoint, over transport: Transport
    ) -> ForwardRequest? {
        query.question(in: message).map { question in
            ForwardRequest(
                id: query.id, bits: query.bits, asked: question, question: question,
                dnssecOK: query.dnssecOK, optRecord: optRecord(message, peer, transport),
                limit: policy.limit(query, transport), transport: transport)
        }
    }
}
