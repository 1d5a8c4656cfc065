import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

@Suite struct ServiceCatalogTests {
    let plain = service("clusterIP: 10.96.0.1\nports: [{port: 80}]")

    @Test func `only what changed is looked at again`() throws {
        var catalog = try catalog(
            plain + service("clusterIP: 10.96.0.2\nports: [{port: 81}]", name: "other"))
        #expect(catalog.takeChanged().count == 2)
        #expect(catalog.takeChanged().isEmpty)
        for object in try objects(slice("[{addresses: [10.0.0.1]}]")) { catalog.apply(object) }
        #expect(catalog.takeChanged() == [web])
    }

    @Test func `a slice that changes its label leaves its old Service`() throws {
        var catalog = try catalog(plain + slice("[{addresses: [10.0.0.1]}]"))
        _ = catalog.takeChanged()
        for object in try objects(slice("[{addresses: [10.0.0.1]}]", of: "other")) {
            catalog.apply(object)
        }
        #expect(
            catalog.takeChanged() == [web, ServiceKey(namespace: "default", name: "other")])
        #expect(try endpoints(catalog) == [])
    }

    @Test func `a deleted slice and a deleted Service are gone`() throws {
        var catalog = try catalog(plain + slice("[{addresses: [10.0.0.1]}]"))
        catalog.remove(ObjectKey(kind: .endpointSlice, namespace: "default", name: "web-1"))
        #expect(try endpoints(catalog) == [])
        catalog.remove(ObjectKey(kind: .service, namespace: "default", name: "web"))
        #expect(catalog.plans(of: web, family: .ipv4) == [])
        #expect(catalog.serviceKeys == [])
    }

    @Test func `the node's primary addresses are its first of each family`() throws {
        let catalog = try catalog(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: here}
            status:
              addresses:
              - {type: Hostname, address: here}
              - {type: ExternalIP, address: 198.51.100.1}
              - {type: InternalIP, address: 192.0.2.1}
              - {type: InternalIP, address: 192.0.2.2}
              - {type: InternalIP, address: 'fd00::1'}
            """)
        #expect(catalog.primaryNodeAddresses.map(\.description) == ["192.0.2.1", "fd00::1"])
        #expect(catalog.nodeAddresses.count == 4)
    }

    @Test func `Service ranges come from all ServiceCIDR objects`() throws {
        var catalog = try catalog(
            """
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: kubernetes}
            spec: {cidrs: [10.96.0.0/16, 'fd00:96::/112']}
            ---
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: more}
            spec: {cidrs: [10.97.0.0/16]}
            """)
        #expect(catalog.serviceCIDRs.count == 3)
        let isFirst = catalog.takeChangedSurroundings()
        let isSecond = catalog.takeChangedSurroundings()
        #expect(isFirst && !isSecond)
        catalog.remove(ObjectKey(kind: .serviceCIDR, name: "more"))
        #expect(catalog.serviceCIDRs.map(\.description) == ["10.96.0.0/16", "fd00:96::/112"])
        let isChanged = catalog.takeChangedSurroundings()
        #expect(isChanged)
    }
}
