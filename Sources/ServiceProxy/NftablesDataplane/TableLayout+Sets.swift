import Nftables

extension TableLayout {
    /// How many clients are remembered at most. The kernel makes room for their hash at once, so
    /// this is what a table weighs when nobody uses affinity.
    package static let maximumAffinities: UInt32 = 65_536

    /// The sets, in an order in which the kernel takes them.
    package var sets: [NftSet] { SetName.allCases.map(set) }

    /// One of the sets.
    package func set(_ name: SetName) -> NftSet {
        NftSet(
            name.name, in: table, key: .typeof(key(name)), data: data(name),
            flags: name == .affinities ? [.dynamic, .timeout] : [],
            size: name == .affinities ? TableLayout.maximumAffinities : nil)
    }

    private func key(_ name: SetName) -> [Field] {
        let index = Field.random(2)
        switch name {
        case .services, .noEndpoints, .affinityGroups: return target
        case .endpoints: return target + [index]
        case .nodePorts, .noEndpointsNodePorts, .nodePortAffinityGroups: return nodePort
        case .nodePortEndpoints: return nodePort + [index]
        case .nodePortAddresses, .clusterIPs: return [destination]
        case .hairpins: return [source, destination]
        case .affinityTimeouts: return [.meta(.priority)]
        case .affinities: return [source, .meta(.priority)]
        }
    }

    private func data(_ name: SetName) -> SetData? {
        switch name {
        case .services, .nodePorts, .affinityTimeouts: .verdict
        case .endpoints, .nodePortEndpoints, .affinities: .value(destination, .destinationPort)
        case .affinityGroups, .nodePortAffinityGroups: .value(.meta(.priority))
        case .noEndpoints, .noEndpointsNodePorts, .nodePortAddresses, .clusterIPs, .hairpins: nil
        }
    }
}
