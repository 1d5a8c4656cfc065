import NetworkAddress
import ProxyHealth
import ServiceModel
import Testing

@Suite struct ServiceChecksTests {
    private func check(
        _ name: String, _ port: UInt16, _ count: Int = 1, _ family: AddressFamily = .ipv4
    ) -> ServiceHealthCheck {
        ServiceHealthCheck(
            service: ServiceKey(namespace: "default", name: name), port: port, family: family,
            localEndpoints: count)
    }

    @Test func `a check is served on each address of its family`() throws {
        let old = try ["192.0.2.1", "192.0.2.2"].map { try #require(IPAddress($0)) }
        let new = try #require(IPAddress("2001:db8::1"))
        let checks = ServiceChecks(
            checks: [check("a", 31_001, 1), check("a", 31_001, 2, .ipv6), check("b", 31_002)],
            addresses: Set(old + [new]))
        let places = checks.places { _, sentence in Issue.record("\(sentence)") }
        #expect(places.count == 5)
        for address in old {
            #expect(places[SocketEndpoint(address, 31_001)]?.localEndpoints == 1)
            #expect(places[SocketEndpoint(address, 31_002)]?.service.name == "b")
        }
        #expect(places[SocketEndpoint(new, 31_001)]?.localEndpoints == 2)
    }

    @Test func `of two Services on one port the first by name has it, in any order`() throws {
        let address = try #require(IPAddress("192.0.2.1"))
        for checks in [
            [check("b", 31_001), check("a", 31_001)], [check("a", 31_001), check("b", 31_001)],
        ] {
            var said: [String] = []
            let places = ServiceChecks(checks: checks, addresses: [address])
                .places { said.append($1) }
            #expect(places[SocketEndpoint(address, 31_001)]?.service.name == "a")
            #expect(
                said == [
                    "Service default/b: spec.healthCheckNodePort: 31001 is Service default/a's; "
                        + "not served"
                ])
        }
    }
}
