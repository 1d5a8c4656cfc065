import Nftables

/// The chains that elements point to.
extension TableLayout {
    /// How often a chain draws an index before it draws from the lower half alone.
    ///
    /// More than half of the indices are there, so each draw succeeds with a chance above one half;
    /// what reaches the last rule, and makes the lower half likelier, is less than 2^-16 of all.
    package static let draws = 16

    /// One of them, with its rules.
    package func plan(of kind: ServiceChain) -> ChainPlan {
        let name = ChainName(kind.name)
        switch kind {
        case .pick(let bits): return chain(name, choice(target, .endpoints, bits))
        case .stick(let bits):
            return chain(name, affinity(target, .affinityGroups, then: .pick(bits: bits)))
        case .external(let bits): return chain(name, [mark, go(to: .pick(bits: bits))])
        case .externalStick(let bits): return chain(name, [mark, go(to: .stick(bits: bits))])
        case .nodePort(let bits):
            return chain(name, [mark] + choice(nodePort, .nodePortEndpoints, bits))
        case .nodePortStick(let bits):
            return chain(
                name,
                [mark] + affinity(nodePort, .nodePortAffinityGroups, then: .nodePort(bits: bits)))
        case .remember(let seconds): return chain(name, memory(seconds))
        }
    }

    private var mark: [Statement] { [.verdict(.jump(Self.markForMasquerade))] }

    private func go(to kind: ServiceChain) -> [Statement] {
        [.verdict(.goto(ChainName(kind.name)))]
    }

    /// An index that isn't there ends a rule, and the next one draws again.
    private func choice(_ key: [Field], _ map: SetName, _ bits: Int) -> [[Statement]] {
        func draw(_ bits: Int) -> [Statement] {
            [.dnat(.map(key + [.random(1 << UInt32(bits))], map.name))]
        }
        guard bits > 1 else { return [draw(bits)] }
        return Array(repeating: draw(bits), count: Self.draws) + [draw(bits - 1)]
    }

    /// The client's endpoint, if it has one. The group's number rides on the packet's priority
    /// until it is remembered: a map's result can't be part of another map's key in what `nft`
    /// 1.0.6 can list, and marks belong to others.
    private func affinity(
        _ key: [Field], _ groups: SetName, then next: ServiceChain
    ) -> [[Statement]] {
        [
            [.set(.priority, .map(key, groups.name))],
            [.dnat(.map([source, .meta(.priority)], SetName.affinities.name))],
            go(to: next),
        ]
    }

    /// After translation the packet itself says which endpoint it was.
    private func memory(_ seconds: Int) -> [[Statement]] {
        [
            [
                .dynamic(
                    .update, SetName.affinities.name, key: [source, .meta(.priority)],
                    timeoutMilliseconds: UInt64(seconds) * 1000,
                    data: [destination, .destinationPort])
            ],
            [.set(.priority, .value(0))],
        ]
    }
}
