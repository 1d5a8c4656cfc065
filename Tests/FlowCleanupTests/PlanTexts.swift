import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing

/// Plans written as people would say them.
enum PlanTexts {
    static func name(_ transport: TransportProtocol, _ service: String = "dns") -> ServicePortName {
        ServicePortName(
            service: ServiceKey(namespace: "default", name: service), port: "",
            transport: transport)
    }

    static func endpoint(_ text: String) throws -> SocketEndpoint {
        try #require(SocketEndpoint(text))
    }

    /// `10.96.0.1:53` or `node:30053`.
    static func target(_ text: String, _ transport: TransportProtocol) throws -> Frontend.Target {
        if text.hasPrefix("node:") {
            let port = try #require(UInt16(text.dropFirst(5)))
            return Frontend.Target(address: nil, transport: transport, port: Port(rawValue: port))
        }
        let endpoint = try endpoint(text)
        return Frontend.Target(
            address: endpoint.address, transport: transport, port: endpoint.port)
    }

    static func plan(
        _ transport: TransportProtocol, at targets: [String], _ endpoints: [String],
        local: [String] = [], retained: [String] = [], service: String = "dns",
        external: TrafficPolicy = .cluster, method: ChoiceMethod = .random, weight: UInt16 = 1,
        removal: RemovalPolicy = .keep
    ) throws -> ServicePortPlan {
        ServicePortPlan(
            name: name(transport, service),
            frontends: try targets.map {
                Frontend($0.hasPrefix("node:") ? .nodePort : .clusterIP, try target($0, transport))
            },
            clusterEndpoints: try endpoints.map {
                WeightedEndpoint(try endpoint($0), weight: weight)
            },
            localEndpoints: try local.map { WeightedEndpoint(try endpoint($0)) },
            externalPolicy: external, method: method, removal: removal,
            retained: try retained.map(endpoint))
    }

    static func change(
        _ old: ServicePortPlan?, _ new: ServicePortPlan?
    ) throws -> ServiceTable.Change {
        ServiceTable.Change(name: try #require(new ?? old).name, old: old, plan: new)
    }
}
