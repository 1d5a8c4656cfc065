import NetworkAddress
import Nftables
import NftablesDataplane
import Testing

@Suite struct AffinitySweepTests {
    func client(_ host: UInt8, group: UInt32, endpoint: Int, expires: UInt64 = 60_000) -> Element {
        let key = FieldBytes().address(.v4(IPv4Address(10, 0, 0, host))).integer(group)
        let reached = Plans.endpoint(endpoint)
        var element = Element(key, FieldBytes().address(reached.address).port(reached.port))
        element.expirationMilliseconds = expires
        return element
    }

    @Test func `clients of an endpoint that is gone are forgotten`() {
        let clients = [
            client(1, group: 7, endpoint: 1), client(2, group: 7, endpoint: 2),
            client(3, group: 8, endpoint: 1),
        ]
        let stale = AffinitySweep.stale(
            clients, allowed: [7: [Plans.endpoint(2)]], isExhaustive: false, family: .ipv4)
        #expect(stale == [clients[0]])
    }

    @Test func `clients of a group that is gone are forgotten when all groups are named`() {
        let clients = [client(1, group: 7, endpoint: 1), client(3, group: 8, endpoint: 1)]
        let stale = AffinitySweep.stale(
            clients, allowed: [7: [Plans.endpoint(1)]], isExhaustive: true, family: .ipv4)
        #expect(stale == [clients[1]])
    }

    @Test func `what is about to expire is stale as well, and is known as such`() {
        let ending = client(1, group: 7, endpoint: 1, expires: 300)
        let stale = AffinitySweep.stale(
            [ending], allowed: [7: []], isExhaustive: false, family: .ipv4)
        #expect(stale == [ending])
        #expect(AffinitySweep.isEnding(ending))
        #expect(!AffinitySweep.isEnding(client(1, group: 7, endpoint: 1)))
    }
}
