import ProxyTakeover
import Testing

@Suite struct KubeProxyTablesTests {
    @Test func `kube-proxy has a table in each family`() {
        #expect(KubeProxyTables.tables.map(\.description) == ["ip kube-proxy", "ip6 kube-proxy"])
    }
}
