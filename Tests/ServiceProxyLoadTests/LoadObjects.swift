import NetworkAddress
import ServiceProxyTesting

/// The objects of a loaded Service, as manifests.
enum LoadObjects {
    static let nodePort: Port = 30_900
    static let port: Port = 80

    static func clusterAddress(_ family: AddressFamily) -> IPAddress {
        BedAddress.cluster(300, family)
    }

    /// All endpoints of a family that there could be.
    static func endpoints(_ family: AddressFamily) -> [SocketEndpoint] {
        Backends.hosts.flatMap { host in
            Backends.ports.map { SocketEndpoint(host.address(family), $0) }
        }
    }

    /// What stays as it is: the node and the Service.
    static var constant: String {
        let addresses = AddressFamily.allCases.map {
            "{type: InternalIP, address: \"\(BedHost.nodeA.address($0))\"}"
        }
        let cluster = AddressFamily.allCases.map { "\"\(clusterAddress($0))\"" }
        return """
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node-a}
            status: {addresses: [\(addresses.joined(separator: ", "))]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: default}
            spec:
              type: NodePort
              ipFamilyPolicy: RequireDualStack
              ipFamilies: [IPv4, IPv6]
              clusterIP: \(clusterAddress(.ipv4))
              clusterIPs: [\(cluster.joined(separator: ", "))]
              ports:
              - {name: tcp, port: \(port), protocol: TCP, nodePort: \(nodePort)}
              - {name: udp, port: \(port), protocol: UDP, nodePort: \(nodePort)}

            """
    }

    /// Slices of these endpoints, one a port that they serve on; and as many Services beside them
    /// as make a change of others' things.
    static func changing(_ serving: Set<SocketEndpoint>, round: Int) -> String {
        var text = other(round)
        for family in AddressFamily.allCases {
            for (index, port) in Backends.ports.enumerated() {
                let own = serving.filter { $0.port == port && $0.address.family == family }
                    .sorted()
                    .map { "{addresses: [\"\($0.address)\"], conditions: {ready: true}}" }
                text += """
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata:
                      name: web-\(family == .ipv4 ? 4 : 6)-\(index)
                      namespace: default
                      labels: {kubernetes.io/service-name: web}
                    addressType: \(family)
                    ports:
                    - {name: tcp, port: \(port), protocol: TCP}
                    - {name: udp, port: \(port), protocol: UDP}
                    endpoints: [\(own.joined(separator: ", "))]

                    """
            }
        }
        return text
    }

    /// Somebody else's Service, which changes its port each time.
    private static func other(_ round: Int) -> String {
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: other, namespace: default}
        spec:
          clusterIP: \(BedAddress.cluster(301, .ipv4))
          ports: [{port: \(1000 + round), targetPort: 8080}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: other-1
          namespace: default
          labels: {kubernetes.io/service-name: other}
        addressType: IPv4
        ports: [{port: 8080, protocol: TCP}]
        endpoints: [{addresses: ["\(BedHost.podB2.address(.ipv4))"]}]

        """
    }
}
