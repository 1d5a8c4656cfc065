import NetworkAddress
import ProxyHealth
import ServiceModel
import Testing

@Suite struct ServiceChecksTests {
    private func check(_ name: String, _ port: UInt16, _ count: Int = 1) -> ServiceHealthCheck {
        ServiceHealthCheck(
            service: ServiceKey(namespace: "default", name: name), port: port,
            localEndpoints: count)
    }

    @Test func `each check is served on each address`() throws {
        let addresses = ["192.0.2.1", "2001:db8::1"].compactMap { IPAddress($0) }
        let checks = ServiceChecks(
            checks: [check("a", 31_001), check("b", 31_002)], addresses: Set(addresses))
        let places = checks.places { _, sentence in Issue.record("\(sentence)") }
        #expect(places.count == 4)
        for address in addresses {
            #expect(places[SocketEndpoint(address, 31_001)]?.service.name == "a")
            #expect(places[SocketEndpoint(address, 31_002)]?.service.name == "b")
        }
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
