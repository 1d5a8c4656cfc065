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
            name.name, in: table, key: .typeof(key(name)), data: data(name), flags: flags(name),
            size: name == .affinities ? TableLayout.maximumAffinities : nil,
            hasCounter: name == .services || name == .nodePorts)
    }

    private func flags(_ name: SetName) -> SetFlags {
        switch name {
        case .affinities: [.dynamic, .timeout]
        case .allowedSources: .interval
        default: []
        }
    }

    private func key(_ name: SetName) -> [Field] {
        switch name {
        case .services, .refused, .dropped, .firewalled: target
        case .nodePorts, .refusedNodePorts: nodePort
        case .endpoints: [.priority, .random(2)]
        case .programs, .memories: [.priority]
        case .affinities: [source, .priority]
        case .allowedSources: [.priority, source]
        case .nodePortAddresses, .clusterIPs: [destination]
        case .hairpins: [source, destination]
        }
    }

    private func data(_ name: SetName) -> SetData? {
        switch name {
        case .services, .nodePorts, .firewalled: .value(.priority)
        case .endpoints, .affinities: .value(destination, .destinationPort)
        case .programs, .memories: .verdict
        case .refused, .refusedNodePorts, .dropped, .allowedSources, .clusterIPs,
            .nodePortAddresses, .hairpins:
            nil
        }
    }
}
