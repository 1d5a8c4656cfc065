import ClusterZone
import DNSMessage
import NetworkAddress

/// Answers questions from the zones. A value for one thread: it keeps its scratch space, so that an
/// answer from the zones allocates nothing.
struct Responder {
    /// What became of a question.
    enum Verdict {
        /// The reply has so many bytes.
        case reply(Int)
        /// Nothing is sent.
        case silence
        /// Asked of the upstreams: outside of the zones, or missing in one that falls through.
        case forward
        /// Another name's: to be followed.
        case alias
    }

    let policy: ResponsePolicy
    private(set) var query = QueryScan()
    /// Changes with every question; says which of several addresses stands first.
    private var random: UInt32
    /// The time that cookies bear, in seconds.
    var seconds: UInt32 = 0

    init(_ policy: ResponsePolicy) {
        self.policy = policy
        random = UInt32.random(in: 1 ... .max)
    }

    /// Answers one message into `reply`, which has room for as much as the transport takes.
    @inline(__always)
    mutating func respond(
        to message: Span<UInt8>, from peer: SocketEndpoint, over transport: Transport,
        index: borrowing ZoneIndex, into reply: inout MutableSpan<UInt8>
    ) -> Verdict {
        switch query.scan(message) {
        case .drop: return .silence
        case .formatError: return refuse(.formatError, into: &reply)
        case .notImplemented: return refuse(.notImplemented, into: &reply)
        case .query: break
        }
        let limit = min(policy.limit(query, transport), reply.count)
        var writer = ReplyWriter(
            message, questionEnd: query.questionEnd, limit: limit - optSize(transport), into: &reply
        )
        guard query.version == 0 else {
            writer.responseCode = .badVersion
            return finish(&writer, message, peer, transport, isOurs: false, into: &reply)
        }
        guard !query.hasMalformedCookie else {
            writer.responseCode = .formatError
            return finish(&writer, message, peer, transport, isOurs: false, into: &reply)
        }
        let type = query.type
        if type == RecordType.axfrNumber || type == RecordType.ixfrNumber {
            return refuse(&writer, message, peer, transport, into: &reply)
        }
        guard let answer = index.lookup(message, query) else {
            if policy.hasUpstreams { return .forward }
            return refuse(&writer, message, peer, transport, into: &reply)
        }
        guard query.recordClass == 1 else {
            return refuse(&writer, message, peer, transport, into: &reply)
        }
        if answer.isNameError, policy.fallsThrough(index.zoneName(of: answer), message, query) {
            return .forward
        }
        if type != RecordType.cnameNumber, answer.alias != nil { return .alias }
        random ^= random << 13
        random ^= random >> 17
        random ^= random << 5
        index.write(answer, to: query, random: random, with: &writer, into: &reply)
        return finish(&writer, message, peer, transport, isOurs: true, into: &reply)
    }

    /// A reply of a header alone: the question could not be understood.
    private func refuse(
        _ code: ResponseCode, into reply: inout MutableSpan<UInt8>
    ) -> Verdict {
        let kept = query.bits & (0x7800 | HeaderFlags.recursionDesired.rawValue)
        let bits = HeaderFlags.response.rawValue | kept | code.rawValue
        let words = [query.id, bits, 0, 0, 0, 0]
        for (at, word) in words.enumerated() {
            reply[2 * at] = UInt8(word >> 8)
            reply[2 * at + 1] = UInt8(truncatingIfNeeded: word)
        }
        return .reply(Header.size)
    }

    private func refuse(
        _ writer: inout ReplyWriter, _ message: Span<UInt8>, _ peer: SocketEndpoint,
        _ transport: Transport, into reply: inout MutableSpan<UInt8>
    ) -> Verdict {
        writer.responseCode = .refused
        return finish(&writer, message, peer, transport, isOurs: false, into: &reply)
    }

    @inline(__always)
    private func finish(
        _ writer: inout ReplyWriter, _ message: Span<UInt8>, _ peer: SocketEndpoint,
        _ transport: Transport, isOurs: Bool, into reply: inout MutableSpan<UInt8>
    ) -> Verdict {
        let code = writer.responseCode.number
        var bits = HeaderFlags.response.rawValue | query.bits & 0x0110 | code & 15
        if isOurs { bits |= HeaderFlags.authoritative.rawValue }
        if policy.hasUpstreams { bits |= HeaderFlags.recursionAvailable.rawValue }
        // Over TCP there is nowhere further to go: as much as fits is all there is.
        if writer.isTruncated, transport == .datagram {
            bits |= HeaderFlags.truncated.rawValue
        }
        if query.hasEDNS {
            putOPT(&writer, code: code, message, peer, transport, into: &reply)
        }
        writer.putHeader(id: query.id, bits: bits, into: &reply)
        return .reply(writer.position)
    }
}

extension ResponseCode {
    /// The number without a look at the table, for those that every answer may have.
    @inline(__always)
    var number: UInt16 {
        switch self {
        case .noError: 0
        case .nameError: 3
        case .refused: 5
        default: rawValue
        }
    }
}
