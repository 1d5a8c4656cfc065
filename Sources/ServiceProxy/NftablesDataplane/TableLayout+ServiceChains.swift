import NetworkAddress
import Nftables
import ServiceModel

/// The chains that elements lead to.
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
        case .program(let program): return chain(name, rules(of: program))
        case .choice(let chooser): return chain(name, rules(of: chooser))
        case .memory(let memory): return chain(name, rules(of: memory))
        }
    }

    // MARK: Programs

    private func rules(of program: ServiceProgram) -> [[Statement]] {
        switch program {
        case .cluster(let chooser): return foreign.map { $0 + [mark] } + [[go(to: chooser)]]
        case .external(let chooser): return [[mark, go(to: chooser)]]
        case .shortCircuit(let all, let local):
            let fromNode = Statement.match(
                .sourceAddressType, .equal, FieldBytes().integer(AddressType.local.rawValue))
            let others: [Statement] =
                local.map {
                    [.set(.priority, .or(.priority, ServiceNumber.localBit)), go(to: $0)]
                } ?? [.verdict(.drop)]
            return fromPods.map { $0 + [go(to: all)] } + [[fromNode, mark, go(to: all)], others]
        }
    }

    /// One bit of the mark, the others as they are: they are somebody else's.
    private var mark: Statement { .set(.mark, .or(.mark, options.masqueradeMark)) }

    private func go(to chooser: EndpointChooser) -> Statement {
        .verdict(.goto(ChainName(chooser.name)))
    }

    /// The family's own prefixes of pods here.
    private var podPrefixes: [IPPrefix] {
        guard case .prefixes(let prefixes) = locality else { return [] }
        return prefixes.filter { $0.family == family }
    }

    /// What a packet is that does not come from a pod here: one rule at most.
    private var foreign: [[Statement]] {
        if options.masqueradesAll { return [[]] }
        switch locality {
        case .unknown: return []
        case .prefixes:
            let prefixes = podPrefixes
            return prefixes.isEmpty
                ? [] : [prefixes.map { .matchPrefix(source, .notEqual, $0) }]
        case .bridge(let name):
            return [[.match(.inputInterface, .notEqual, FieldBytes().interfaceName(name))]]
        case .interfacePrefix(let prefix):
            return [[.matchNamePrefix(.inputInterface, .notEqual, prefix)]]
        }
    }

    /// What a packet is that comes from a pod here: any of these.
    private var fromPods: [[Statement]] {
        switch locality {
        case .unknown: []
        case .prefixes: podPrefixes.map { [.matchPrefix(source, .equal, $0)] }
        case .bridge(let name):
            [[.match(.inputInterface, .equal, FieldBytes().interfaceName(name))]]
        case .interfacePrefix(let prefix): [[.matchNamePrefix(.inputInterface, .equal, prefix)]]
        }
    }

    // MARK: Choices

    /// The program's code makes room: for nothing, or for how clients are remembered. Then, where
    /// the client went before, if it is known; and the choice.
    ///
    /// A map's result can't be part of another map's key in what `nft` 1.0.6 can list: the number
    /// on the packet's priority is what goes between them.
    private func rules(of chooser: EndpointChooser) -> [[Statement]] {
        let kept = ~ServiceNumber.codeMask
        guard let memory = chooser.memory else {
            return [[.set(.priority, .and(.priority, kept))]] + choice(chooser.method)
        }
        return [
            [.set(.priority, .replace(.priority, keeping: kept, with: memory.code))],
            [.dnat(.map([source, .priority], SetName.affinities.name))],
        ] + choice(chooser.method)
    }

    /// An index that isn't there ends a rule, and the next one draws again.
    private func choice(_ method: EndpointChooser.Method) -> [[Statement]] {
        func draw(_ index: Field) -> [Statement] {
            [.dnat(.map([.priority, index], SetName.endpoints.name))]
        }
        switch method {
        case .sourceHash(let bits):
            return [
                draw(.hash([source], modulus: 1 << UInt32(bits), seed: SourceHash.seed, offset: 0))
            ]
        case .random(let bits):
            let whole = draw(.random(1 << UInt32(bits)))
            guard bits > 1 else { return [whole] }
            return Array(repeating: whole, count: Self.draws) + [
                draw(.random(1 << UInt32(bits - 1)))
            ]
        }
    }

    /// After translation the packet itself says which endpoint it was.
    private func rules(of memory: ClientMemory) -> [[Statement]] {
        [
            [
                .dynamic(
                    .update, SetName.affinities.name, key: [source, .priority],
                    timeoutMilliseconds: UInt64(memory.seconds) * 1000,
                    data: [destination, .destinationPort])
            ],
            [.set(.priority, .value(0))],
        ]
    }
}
