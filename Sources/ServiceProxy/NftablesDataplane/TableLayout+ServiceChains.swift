import NetworkAddress
import Nftables
import ServiceModel

/// The chains that elements lead to, and those that choose an endpoint.
extension TableLayout {
    /// How often a chain draws an index before it draws from the lower half alone.
    ///
    /// More than half of the indices are there, so each draw succeeds with a chance above one half;
    /// what reaches the last rule, and makes the lower half likelier, is less than 2^-16 of all.
    package static let draws = 16

    /// One of those that come and go with Services.
    package func plan(of kind: ServiceChain) -> ChainPlan {
        let name = ChainName(kind.name)
        switch kind {
        case .program(let program): return chain(name, rules(of: program))
        case .memory(let memory): return chain(name, rules(of: memory))
        }
    }

    /// Those that choose; always there.
    package var choices: [ChainPlan] {
        EndpointChooser.methods.flatMap { method in
            attempt(method) + [
                chain(Self.draw(method), choice(method)),
                chain(Self.recall(method), recollection(method)),
            ]
        }
    }

    private static func draw(_ method: EndpointChooser.Method) -> ChainName {
        ChainName("draw-\(method.name)")
    }

    private static func recall(_ method: EndpointChooser.Method) -> ChainName {
        ChainName("recall-\(method.name)")
    }

    // MARK: Programs

    private func rules(of program: ServiceProgram) -> [[Statement]] {
        switch program {
        case .cluster(let chooser): return foreign.map { $0 + [mark] } + [go(to: chooser)]
        case .external(let chooser): return [[mark] + go(to: chooser)]
        case .shortCircuit(let all, let local):
            let fromNode = Statement.match(
                .sourceAddressType, .equal, FieldBytes().integer(AddressType.local.rawValue))
            let others = local.map { go(to: $0, .local) } ?? [.verdict(.drop)]
            return fromPods.map { $0 + go(to: all) } + [[fromNode, mark] + go(to: all), others]
        }
    }

    /// One bit of the mark, the others as they are: they are somebody else's.
    private var mark: Statement { .set(.mark, .or(.mark, options.masqueradeMark)) }

    /// The program's code makes room: for nothing, or for how clients are remembered.
    ///
    /// The number comes with the scope of the cluster where there is a choice of scopes.
    private func go(
        to chooser: EndpointChooser, _ scope: EndpointScope = .cluster
    ) -> [Statement] {
        let code = chooser.memory?.code ?? 0
        var kept = ~ServiceNumber.codeMask
        var bits = code
        if scope == .local {
            kept &= ~ServiceNumber.localBit
            bits |= ServiceNumber.localBit
        }
        let number: SetSource =
            bits == 0 ? .and(.priority, kept) : .replace(.priority, keeping: kept, with: bits)
        let next =
            chooser.memory == nil ? Self.draw(chooser.method) : Self.recall(chooser.method)
        return [.set(.priority, number), .verdict(.goto(next))]
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

    /// Where the client went before, if it is known; else the choice.
    ///
    /// A map's result can't be part of another map's key in what `nft` 1.0.6 can list: the number
    /// on the packet's priority is what goes between them.
    private func recollection(_ method: EndpointChooser.Method) -> [[Statement]] {
        [
            [.dnat(.map([source, .priority], SetName.affinities.name))],
            [.verdict(.goto(Self.draw(method)))],
        ]
    }

    /// One draw of a choice that may miss: a chain of its own, to which the choice jumps again and
    /// again.
    ///
    /// For each element that comes to a map the kernel walks all the rules that look into the map:
    /// with a look-up for each draw, loading took three times as long.
    private func attempt(_ method: EndpointChooser.Method) -> [ChainPlan] {
        guard case .random(let bits) = method, bits > 1 else { return [] }
        return [chain(Self.attempt(bits), [lookUp(.random(1 << UInt32(bits)))])]
    }

    private static func attempt(_ bits: Int) -> ChainName {
        bits > 1 ? ChainName("try-\(1 << bits)") : draw(.random(bits: bits))
    }

    private func lookUp(_ index: Field) -> [Statement] {
        [.dnat(.map([.priority, index], SetName.endpoints.name))]
    }

    /// An index that isn't there ends an attempt, and the next one draws again.
    private func choice(_ method: EndpointChooser.Method) -> [[Statement]] {
        switch method {
        case .sourceHash(let bits):
            let modulus: UInt32 = 1 << UInt32(bits)
            return [
                lookUp(.hash([source], modulus: modulus, seed: SourceHash.seed, offset: 0))
            ]
        case .random(let bits):
            guard bits > 1 else { return [lookUp(.random(1 << UInt32(bits)))] }
            let attempts = Array(
                repeating: [Statement.verdict(.jump(Self.attempt(bits)))], count: Self.draws)
            return attempts + [[.verdict(.goto(Self.attempt(bits - 1)))]]
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
