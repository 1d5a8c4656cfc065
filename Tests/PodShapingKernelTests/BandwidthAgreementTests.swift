import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// The plugin `bandwidth`, ours and the reference plugin's, behind the same bridge.
@Suite(.serialized) struct BandwidthAgreementTests {
    static let bridge: JSON = [
        "type": "bridge", "bridge": "cni0", "isGateway": true,
        "ipam": ["type": "host-local", "ranges": [[["subnet": "10.9.0.0/24"]]]],
    ]

    static func list(_ bandwidth: JSON) -> JSON {
        ["cniVersion": "1.0.0", "name": "shaped", "plugins": [bridge, bandwidth]]
    }

    /// Text without what differs from run to run: the names of pairs, the count of actions.
    private func masked(_ json: [JSON], _ wire: Wire) throws -> [String] {
        let pairs = try wire.hostLinks()
        return json.map { item in
            var text = item.description
            for pair in pairs { text = replacing(pair, by: "VETH", in: text) }
            return text
        }
    }

    private func replacing(_ word: String, by other: String, in text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false)
            .map { $0 == word ? other : String($0) }.joined(separator: "\"")
    }

    private func tc(_ wire: Wire, _ words: [String]) throws -> [JSON] {
        try wire.tool("/usr/sbin/tc", ["-j", "-d"] + words, in: wire.host).json.array ?? []
    }

    /// The disciplines. One that was hung at a link is used by each of the link's queues, of which
    /// ours has fewer: what is compared is the uses that no queue is. (Of the kernel's own, `0:`,
    /// each queue has another.)
    private func disciplines(_ wire: Wire) throws -> [JSON] {
        let links = try wire.list(["link", "show"], in: wire.host)
        return try tc(wire, ["qdisc", "show"]).map { item in
            guard item["root"]?.bool == true, item["handle"]?.string != "0:" else { return item }
            var item = item
            let link = try #require(links.first { $0["ifname"]?.string == item["dev"]?.string })
            let queues = try #require(link["num_tx_queues"]?.int)
            item["refcnt"] = .int(try #require(item["refcnt"]?.int) - queues)
            return item
        }
    }

    /// The filters at the pair's end, each with its first action: the reference plugin has a second
    /// one, which no packet reaches.
    private func filters(_ wire: Wire) throws -> [JSON] {
        let pair = try #require(try wire.hostLinks().first)
        return try tc(wire, ["filter", "show", "dev", pair, "parent", "ffff:"]).map { filter in
            var filter = filter
            if let first = filter["options"]?["actions"]?.array?.first {
                filter["options"]?["actions"] = [first]
            }
            return filter
        }
    }

    /// The queue as `ip` shows it, without its hardware address, index and alias.
    private func queue(_ wire: Wire) throws -> [JSON] {
        try wire.list(["link", "show", "type", "ifb"], in: wire.host).map { link in
            var link = link
            for key in ["address", "ifindex", "ifalias"] { link[key] = nil }
            return link
        }
    }

    private struct Picture: Equatable {
        var result: JSON
        var qdiscs: [String] = []
        var filters: [String] = []
        var queues: [String] = []
        var remains: [String] = []
    }

    private func picture(
        _ implementation: Implementation, _ bandwidth: JSON, capabilities: JSON
    ) throws -> Picture {
        let wire = try Wire()
        _ = try wire.pod("web")
        let run = ConflistRun(Self.list(bandwidth), on: wire, by: implementation)
        let request = ConflistRun.Request("web", capabilities: capabilities)
        var picture = Picture(result: Example.masked(try run.add(request)))
        picture.qdiscs = try masked(try disciplines(wire), wire)
        picture.filters = try masked(try filters(wire), wire)
        picture.queues = try masked(try queue(wire), wire)
        // The reference plugin's CHECK crashes when there is no limit at all.
        if implementation == .ours || !picture.filters.isEmpty { try run.check(request) }
        try run.delete(request)
        try run.delete(request)
        picture.remains = try masked(try disciplines(wire), wire)
        #expect(try queue(wire).isEmpty)
        return picture
    }

    @Test(
        arguments: [
            (
                [
                    "type": "bandwidth", "ingressRate": 8_000_000, "ingressBurst": 800_000,
                    "egressRate": 16_000_000, "egressBurst": 1_600_000,
                ], [:]
            ),
            (["type": "bandwidth", "ingressRate": 1_234_567, "ingressBurst": 765_432], [:]),
            (["type": "bandwidth", "egressRate": 1_234_567, "egressBurst": 765_432], [:]),
            (
                [
                    "type": "bandwidth", "egressRate": 40_000_000_000, "egressBurst": 1_600_000_000,
                ], [:]
            ),
            (["type": "bandwidth", "capabilities": ["bandwidth": true]], [:]),
            (
                ["type": "bandwidth", "capabilities": ["bandwidth": true]],
                [
                    "bandwidth": [
                        "ingressRate": 8_000_000, "ingressBurst": 800_000, "egressRate": 8000,
                        "egressBurst": 80_000,
                    ]
                ]
            ),
        ] as [(JSON, JSON)])
    func `the same limits give the same result, disciplines, filters and queue`(
        bandwidth: JSON, capabilities: JSON
    ) throws {
        let theirs = try picture(.reference, bandwidth, capabilities: capabilities)
        let ours = try picture(.ours, bandwidth, capabilities: capabilities)
        #expect(ours == theirs)
    }

    @Test(arguments: Implementation.allCases)
    func `either removes what the other made`(maker: Implementation) throws {
        let wire = try Wire()
        _ = try wire.pod("web")
        let list = Self.list(["type": "bandwidth", "egressRate": 8000, "egressBurst": 80_000])
        let request = ConflistRun.Request("web")
        try ConflistRun(list, on: wire, by: maker).add(request)
        #expect(try queue(wire).count == 1)
        let other = ConflistRun(list, on: wire, by: maker.other)
        try other.check(request)
        try other.delete(request)
        #expect(try queue(wire).isEmpty)
    }
}
