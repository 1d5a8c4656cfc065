import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane
import ServiceModel

/// One family's table with the numbers taken out: they are given as Services come, and two tables
/// that do the same may have others.
struct CanonicalTable: Equatable {
    /// What a number stands for.
    struct Meaning: Hashable {
        var program: String
        /// By scope, each as often as it has places.
        var endpoints: [EndpointScope: [SocketEndpoint]]
    }

    /// Chains, each with how many rules it has.
    private(set) var chains: [String: Int] = [:]
    /// Sets whose elements are without numbers.
    private(set) var plain: [SetName: Set<PackedFields>] = [:]
    /// Targets and what they lead to.
    private(set) var targets: [SetName: [PackedFields: Meaning]] = [:]
    /// Who may use a target.
    private(set) var allowed: [PackedFields: Set<PackedFields>] = [:]
    /// Endpoints of a number that no target leads to, and elements that none of ours could be.
    private(set) var orphans = 0

    /// What stands in a namespace.
    init(_ family: AddressFamily, in namespace: NetworkNamespace) throws {
        let socket = try namespace.run { try NftablesSocket() }
        let layout = TableLayout(family: family, options: DataplaneOptions())
        let observed = try ObservedTable.observe(layout, socket)
        let findings = observed.findings(family)
        chains = Dictionary(
            observed.chains.map { ($0.key.rawValue, $0.value.rules.count) },
            uniquingKeysWith: { $1 })
        let programs = Dictionary(findings.programs.map { ($1, $0) }, uniquingKeysWith: { $1 })
        var known: Set<UInt32> = []
        var sources: [UInt32: Set<PackedFields>] = [:]
        for identity in observed.elements.keys where identity.set == .allowedSources {
            var range = PackedFields()
            for index in 1..<identity.key.count / 4 { range.append(identity.key.word(index)) }
            sources[identity.key.native(at: 0), default: []].insert(range)
        }
        for (identity, value) in observed.elements {
            switch (identity.set, value) {
            case (.firewalled, .fields(let fields)):
                allowed[identity.key] = sources[fields.native(at: 0)] ?? []
            case (.services, .fields(let fields)), (.nodePorts, .fields(let fields)):
                let number = ServiceNumber(rawValue: fields.native(at: 0))
                known.insert(number.port)
                var endpoints: [EndpointScope: [SocketEndpoint]] = [:]
                for scope in EndpointScope.allCases {
                    let slots = findings.slots[ServiceNumber(port: number.port, scope)] ?? [:]
                    endpoints[scope] = slots.values.sorted()
                }
                targets[identity.set, default: [:]][identity.key] = Meaning(
                    program: programs[number.code] ?? "none", endpoints: endpoints)
            case (.endpoints, _), (.programs, _), (.memories, _), (.allowedSources, _): break
            default: plain[identity.set, default: []].insert(identity.key)
            }
        }
        orphans = findings.slots.keys.count { !known.contains($0.port) }
        orphans += observed.strangers.values.reduce(0) { $0 + $1.count }
    }

    /// What differs, in a few words.
    func difference(from other: CanonicalTable) -> String {
        var words: [String] = []
        if chains != other.chains {
            let names = Set(chains.keys).symmetricDifference(other.chains.keys)
            words.append("chains \(names.sorted())")
        }
        for name in SetName.allCases {
            let own = plain[name] ?? []
            if own != other.plain[name] ?? [] { words.append("elements of \(name.name)") }
            for (key, meaning) in targets[name] ?? [:] where other.targets[name]?[key] != meaning {
                words.append("\(name.name) \(key): \(meaning)")
            }
        }
        if allowed != other.allowed { words.append("allowed sources") }
        if orphans != other.orphans { words.append("orphans \(orphans) \(other.orphans)") }
        return words.joined(separator: "; ")
    }
}
