/// Manifests for tests.
enum Manifests {
    /// A Service 10.96.x.y:80 with endpoints 10.244.x.y:8080.
    static func service(
        _ number: Int, endpoints: some Sequence<Int>, more: String = "", transport: String = "TCP",
        port: String = "{port: 80, targetPort: 8080"
    ) -> String {
        let list = endpoints.map { "{addresses: [10.244.\($0 / 250).\($0 % 250 + 1)]}" }
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: s\(number), namespace: default}
            spec:
              clusterIP: 10.96.\(number / 250).\(number % 250 + 1)
              ports: [\(port), protocol: \(transport)}]
              \(more)
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: s\(number)-1
              namespace: default
              labels: {kubernetes.io/service-name: s\(number)}
            addressType: IPv4
            ports: [{port: 8080, protocol: \(transport)}]
            endpoints: [\(list.joined(separator: ", "))]

            """
    }

    static let node = """
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: here}
        status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}

        """
}
