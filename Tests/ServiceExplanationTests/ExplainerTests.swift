import NetworkAddress
import ServiceExplanation
import ServiceModel
import Testing

@Suite struct ExplainerTests {
    @Test func `a packet to no Service is left alone`() throws {
        let explainer = Explainer(
            table: ServiceTable(), surroundings: Surroundings(), masqueradesAll: false)
        let packet = Packet(
            source: try #require(IPAddress("10.244.0.1")),
            destination: try #require(IPAddress("192.0.2.1")), transport: .tcp, port: 80)
        #expect(explainer.explain(packet).fate == .untouched)
    }
}
