import Foundation
import Testing

/// `nft` 1.0.6 is the oracle: it must show every object, and as many for few Services as for many.
@Suite(.serialized) struct ListingTests {
    let stage: Stage

    init() throws { stage = try Stage() }

    /// How many lines begin a chain, a set or a map.
    func objects(_ listing: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in listing.split(separator: "\n") {
            let words = line.split(separator: " ")
            let text = line.trimmingCharacters(in: .whitespaces)
            for kind in ["chain", "set", "map"] where text.hasPrefix(kind + " ") && words.count > 2
            {
                counts[kind, default: 0] += 1
            }
        }
        return counts
    }

    @Test func `ten and two thousand Services make the same objects`() throws {
        func write(_ count: Int) throws {
            try stage.write(
                "services.yaml",
                (0..<count).map { Manifests.service($0, endpoints: $0..<$0 + 10) }.joined())
        }
        try write(10)
        #expect(try stage.proxy("sync", "--once").status == 0)
        let few = objects(try stage.listing())
        try write(2000)
        #expect(try stage.proxy("sync", "--once").status == 0)
        let listing = try stage.listing()
        #expect(objects(listing) == few)
        #expect(few.count == 3)
        #expect(listing.contains("10.96.7.250 . tcp . 80 counter packets 0 bytes 0 : 8"))
        #expect(listing.contains(" : 10.244.8.9 . 8080"))
    }

    @Test func `every kind of chain and element is listed`() throws {
        let affinity = """
            type: NodePort
              externalIPs: [203.0.113.1]
              sessionAffinity: ClientIP
              sessionAffinityConfig: {clientIP: {timeoutSeconds: 90}}
            """
        let port = "{port: 80, targetPort: 8080, nodePort: 30001"
        try stage.write(
            "all.yaml",
            Manifests.node + Manifests.service(1, endpoints: 1...3, more: affinity, port: port)
                + Manifests.service(2, endpoints: [], transport: "UDP")
                + Manifests.service(3, endpoints: 1...300)
                + Manifests.service(4, endpoints: 1...5, transport: "SCTP"))
        #expect(try stage.proxy("sync", "--once", "--cluster-cidr", "10.244.0.0/16").status == 0)
        let listing = try stage.listing()
        for text in [
            "10.96.0.2 . tcp . 80 counter", "203.0.113.1 . tcp . 80 counter", "tcp . 30001 counter",
            "goto cluster-stick-4-90s", "goto external-stick-4-90s", "goto remember-90s",
            "10.96.0.3 . udp . 80", "10.96.0.4 . tcp . 80 counter", "chain draw-512 {",
            "10.96.0.5 . sctp . 80 counter", "chain draw-8 {", " . 4 : 10.244.0.6 . 8080",
            "update @affinities { ip saddr . meta priority timeout 1m30s : ip daddr . th dport }",
            "elements = { 192.0.2.1 }",
        ] {
            #expect(listing.contains(text), "\(text)")
        }
    }
}
