import ProxyHealth
import ServiceModel
import Testing

@Suite struct ServiceHealthCheckTests {
    @Test func `two answers for one port differ by their count`() {
        let key = ServiceKey(namespace: "default", name: "web")
        let one = ServiceHealthCheck(service: key, port: 31_000, localEndpoints: 1)
        let none = ServiceHealthCheck(service: key, port: 31_000, localEndpoints: 0)
        #expect(one != none)
    }
}
