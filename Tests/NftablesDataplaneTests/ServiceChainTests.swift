import NftablesDataplane
import Testing

@Suite struct ServiceChainTests {
    @Test(arguments: [
        (0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4), (1000, 10), (1024, 10),
        (1025, 11),
    ])
    func `an index has as few bits as the endpoints need`(count: Int, bits: Int) {
        #expect(ServiceChain.bits(endpoints: count) == bits)
    }

    @Test(arguments: [
        ServiceChain.pick(bits: 0), .pick(bits: 4), .stick(bits: 2), .external(bits: 1),
        .externalStick(bits: 3), .nodePort(bits: 2), .nodePortStick(bits: 16),
        .remember(seconds: 10800),
    ])
    func `a chain is known by its name`(chain: ServiceChain) {
        #expect(ServiceChain(name: chain.name) == chain)
    }

    @Test(arguments: ["services", "pick-3", "pick-", "remember-x", "refuse-unknown-port", ""])
    func `other names are none of these`(name: String) {
        #expect(ServiceChain(name: name) == nil)
    }

    @Test func `the chains that one goes on to come before it`() {
        let all: Set<ServiceChain> = [.externalStick(bits: 2), .nodePortStick(bits: 1)]
        #expect(
            all.withFollowers.ordered.map(\.name) == [
                "node-port-2", "pick-4", "node-port-stick-2", "stick-4", "external-stick-4",
            ])
    }
}
