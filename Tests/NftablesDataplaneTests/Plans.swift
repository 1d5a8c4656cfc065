import NetworkAddress
import NftablesDataplane
import ServiceModel

/// Service ports for tests: each with a cluster address, and what else is asked for.
enum Plans {
    static func endpoint(_ host: Int) -> SocketEndpoint {
        SocketEndpoint(
            .v4(IPv4Address(rawValue: 0x0af4_0000 + UInt32(truncatingIfNeeded: host))), 8080)
    }

    static func plan(
        _ number: Int, endpoints: some Sequence<Int>, nodePort: UInt16? = nil,
        isExternal: Bool = false, affinity: Int? = nil, transport: TransportProtocol = .tcp
    ) -> ServicePortPlan {
        let own = IPAddress.v4(
            IPv4Address(rawValue: 0x0a60_0000 + UInt32(truncatingIfNeeded: number)))
        var frontends = [
            Frontend(
                .clusterIP, Frontend.Target(address: own, transport: transport, port: 80))
        ]
        if isExternal {
            let address = IPAddress.v4(IPv4Address(203, 0, 113, UInt8(number % 250)))
            frontends.append(
                Frontend(
                    .externalIP, Frontend.Target(address: address, transport: transport, port: 80)))
        }
        if let nodePort {
            frontends.append(
                Frontend(
                    .nodePort,
                    Frontend.Target(
                        address: nil, transport: transport, port: Port(rawValue: nodePort))))
        }
        let reached = endpoints.map(endpoint).sorted()
        return ServicePortPlan(
            name: name(number, transport), frontends: frontends,
            clusterEndpoints: reached.map { WeightedEndpoint($0) },
            hairpins: reached.map(\.address), affinityTimeoutSeconds: affinity)
    }

    static func name(_ number: Int, _ transport: TransportProtocol = .tcp) -> ServicePortName {
        ServicePortName(
            service: ServiceKey(namespace: "default", name: "s\(number)"), port: "",
            transport: transport)
    }

    static let layout = TableLayout(family: .ipv4, options: DataplaneOptions())
}

/// A small generator whose sequence a seed decides.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// What a kernel would hold: applies differences as strictly as it does.
struct FakeTable {
    var elements: [TableElement.Identity: TableElement.Value] = [:]
    /// What a kernel would have refused.
    var refusals: [String] = []

    mutating func apply(_ difference: ElementDifference) {
        for element in difference.deleted
        where elements.removeValue(forKey: element.identity) == nil {
            refusals.append("delete \(element.set): not there")
        }
        for element in difference.added {
            if elements.updateValue(element.value, forKey: element.identity) != nil {
                refusals.append("add \(element.set): already there")
            }
        }
    }

    /// All elements of a state.
    init(_ state: TableState) {
        TableContents(state).forEach { elements[$0.identity] = $0.value }
    }

    init() {}
}
