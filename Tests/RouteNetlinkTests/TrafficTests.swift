import Netlink
import RouteNetlink
import Testing

/// What captured messages on traffic control say, and that ours say the same.
@Suite struct TrafficTests {
    private func qdisc(_ name: String) throws -> Qdisc {
        try Qdisc(decoding: Vector(named: name).message().body)
    }
    private func filter(_ name: String) throws -> TrafficFilter {
        try TrafficFilter(decoding: Vector(named: name).message().body)
    }

    @Test func `a token bucket of tc's`() throws {
        let told = try qdisc("qdisc-add-tbf")
        #expect(told.handle == TrafficHandle(1) && told.parent == .root)
        guard case .tokenBucket(let bucket) = told.kind else {
            Issue.record("no token bucket")
            return
        }
        #expect(bucket.rate.bytesPerSecond == 1_000_000)
        #expect(bucket.bufferTicks == 1_600_000 && bucket.burstBytes == 102_400)
        // 25 ms of the rate, and the burst.
        #expect(bucket.limitBytes == 25_000 + 102_400)
    }

    @Test func `rates beyond 32 bits are told whole`() throws {
        guard case .tokenBucket(let sent) = try qdisc("qdisc-add-tbf-fast").kind else {
            Issue.record("no token bucket")
            return
        }
        #expect(sent.rate.bytesPerSecond == 5_000_000_000)
        let told = try (0..<4).map { try qdisc("told-qdisc-\($0)").kind }
        let rates = told.compactMap { kind -> UInt64? in
            if case .tokenBucket(let bucket) = kind { bucket.rate.bytesPerSecond } else { nil }
        }
        #expect(rates.sorted() == [125_000, 5_000_000_000])
        let ours = TokenBucket(bytesPerSecond: 5_000_000_000, limitBytes: 7, bufferTicks: 9)
        var writer = NetlinkWriter()
        Qdisc(.tokenBucket(ours), on: LinkIndex(rawValue: 3), handle: TrafficHandle(1))
            .encode(into: &writer)
        #expect(try Qdisc(decoding: writer.bytes[...]).kind == .tokenBucket(ours))
    }

    @Test func `our ingress and our redirection say what tc's say`() throws {
        let theirs = try qdisc("qdisc-add-ingress")
        let link = theirs.link
        let handle = TrafficHandle(0xFFFF)
        #expect(Qdisc(.ingress, on: link, handle: handle, parent: .ingress) == theirs)
        let told = try filter("filter-add-redirect")
        guard case .words(let words) = told.kind, let action = words.actions.first,
            case .redirect(let redirection) = action.kind
        else {
            Issue.record("no redirection")
            return
        }
        let ours = TrafficFilter(
            .words(
                WordFilter(
                    classID: TrafficHandle(1, 1),
                    actions: [TrafficAction(.redirect(Redirection(to: redirection.link)))])),
            on: link, parent: handle, priority: 1)
        #expect(ours == told)
        #expect(ours.description == "u32 of priority 1 at ffff: on link 3")
    }

    @Test func `words and a copy that arrives elsewhere`() throws {
        let told = try filter("filter-add-mirror")
        #expect(told.priority == 7 && told.etherType == 0x0800)
        guard case .words(let words) = told.kind else {
            Issue.record("no words")
            return
        }
        let protocolWord = WordFilter.Key(value: 0x0011_0000, mask: 0x00FF_0000, offset: 8)
        let addressWord = WordFilter.Key(value: 0x0A01_0200, mask: 0xFFFF_FF00, offset: 16)
        #expect(Set(words.selector?.keys ?? []) == [protocolWord, addressWord])
        guard case .redirect(let redirection)? = words.actions.first?.kind else {
            Issue.record("no redirection")
            return
        }
        #expect(redirection.direction == .copyToIngress)
        #expect(redirection.verdict == .next)
    }

    @Test func `an ifb of ours says what ip's says`() throws {
        let theirs = try LinkMessage(decoding: Vector(named: "link-add-ifb").message().body)
        var ours = LinkRequest(name: "mki", kind: .ifb, mtu: 1400)
        ours.transmitQueueLength = 32
        #expect(ours.message == theirs)
    }

    @Test(arguments: [
        (TrafficHandle.root, "root"), (.ingress, "ffff:fff1"), (TrafficHandle(1), "1:"),
        (TrafficHandle(1, 48), "1:30"), (.none, "0:"),
    ])
    func `handles are written as tc does`(handle: TrafficHandle, text: String) {
        #expect(handle.description == text)
    }
}
