import FlowCleanup
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane
import ProxySettings
import ServiceExplanation
import ServiceModel

/// From objects to both tables: the daemon's work without its waiting. A plain value.
public struct ProxyEngine: Sendable {
    /// What the proxy was told.
    public let configuration: ProxyConfiguration
    package var catalog: ServiceCatalog
    private var programs: [FamilyProgram]
    private var assigned: [IPAddress] = []
    private var hasNewAddresses = true
    private var surroundings = Surroundings()
    private var healthChecks: [ServiceKey: [ServiceHealthCheck]] = [:]
    private var hasNewHealthChecks = false

    /// The kinds of objects that it follows.
    public static let kinds: Set<Kind> = [.service, .endpointSlice, .node, .serviceCIDR]

    /// An engine that knows no objects yet.
    public init(configuration: ProxyConfiguration, socket: NftablesSocket) {
        self.configuration = configuration
        catalog = ServiceCatalog(
            options: ModelOptions(
                nodeName: configuration.nodeName, proxyName: configuration.proxyName))
        let options = DataplaneOptions(
            masqueradesAll: configuration.masqueradesAll,
            masqueradeBit: configuration.masqueradeBit)
        programs = AddressFamily.allCases.map { family in
            FamilyProgram(NftablesDataplane(family: family, options: options, socket: socket))
        }
    }

    /// Takes in what happened to objects.
    public mutating func take(_ events: some Sequence<ObjectEvent>) {
        for event in events {
            switch event {
            case .applied(let object): catalog.apply(object)
            case .deleted(let key): catalog.remove(key)
            }
        }
    }

    /// Takes in the addresses that the node's links carry.
    public mutating func setAssigned(_ addresses: [IPAddress]) {
        guard Set(addresses) != Set(assigned) else { return }
        assigned = addresses
        hasNewAddresses = true
    }

    /// Puts right with the next `sync` what others did to the tables.
    public mutating func distrust(_ touch: TableTouch) {
        for index in programs.indices { programs[index].distrust(touch) }
    }

    /// Brings both tables to what the objects say.
    ///
    /// A family that fails doesn't keep the other one from its turn.
    public mutating func sync() -> [(family: AddressFamily, result: SyncResult)] {
        collect()
        return programs.indices.map { index in
            let family = programs[index].family
            do {
                let start = MonotonicClock.nanoseconds
                var outcome = try programs[index].sync(surroundings, now: start)
                let report = outcome.report
                if report.isFull || report.isRepair {
                    outcome.flowWork.append(
                        .everything(programs[index].plans, former: report.formerTargets))
                }
                if !report.isFull { outcome.flowWork.append(.changes(outcome.changes)) }
                outcome.took = .nanoseconds(Int64(MonotonicClock.nanoseconds - start))
                return (family, .success(outcome))
            } catch {
                return (family, .failure(error))
            }
        }
    }

    /// What a family's synchronisation came to, or why it came to nothing.
    public typealias SyncResult = Result<SyncOutcome, any Error>

    /// Brings the plans up to date with the objects.
    private mutating func collect() {
        for service in catalog.takeChanged() {
            for index in programs.indices {
                let plans = catalog.plans(of: service, family: programs[index].family)
                programs[index].replace(service, with: plans)
            }
            let checks = catalog.healthChecks(of: service)
            if (healthChecks[service] ?? []) != checks {
                healthChecks[service] = checks.isEmpty ? nil : checks
                hasNewHealthChecks = true
            }
        }
        let triggers = catalog.takeTriggerTimes()
        if !triggers.isEmpty {
            for index in programs.indices { programs[index].note(triggers) }
        }
        let isChanged = catalog.takeChangedSurroundings()
        guard isChanged || hasNewAddresses else { return }
        hasNewAddresses = false
        hasNewHealthChecks = true
        surroundings.serviceCIDRs = catalog.serviceCIDRs
        surroundings.nodePortAddresses = configuration.nodePortAddresses.addresses(
            primary: configuration.primaryAddresses(ofNode: catalog.primaryNodeAddresses),
            assigned: assigned)
        surroundings.locality = configuration.localDetection.locality(
            podCIDRs: catalog.node.podCIDRs)
    }

    /// The addresses that node ports answer on, as of the last `sync`.
    public var nodePortAddresses: Set<IPAddress> { surroundings.nodePortAddresses }

    /// What is wrong with objects and was not told by an earlier call.
    public mutating func takeProblems() -> [ObjectProblem] { catalog.takeProblems() }

    /// The Services' health checks, when they or the addresses that serve them are others than at
    /// the last call.
    public mutating func takeHealthChecks() -> [ServiceHealthCheck]? {
        guard hasNewHealthChecks else { return nil }
        hasNewHealthChecks = false
        return healthChecks.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// Whether the node is to get traffic from load balancers.
    public var isNodeEligible: Bool { catalog.node.isEligible }

    /// How many Service ports want endpoints of this node and have none, by family.
    public var withoutLocalEndpoints: [AddressFamily: LocalShortage] {
        Dictionary(uniqueKeysWithValues: programs.map { ($0.family, $0.shortage) })
    }

    /// What becomes of a packet, from the objects alone.
    public mutating func explain(_ packet: Packet) -> PacketExplanation {
        collect()
        for program in programs where program.family == packet.destination.family {
            return Explainer(
                table: program.table, surroundings: surroundings,
                masqueradesAll: configuration.masqueradesAll, catalog: catalog
            ).explain(packet)
        }
        return PacketExplanation(fate: .untouched)
    }

    /// The Service ports that the kernel refuses.
    public var setAside: [SetAside] {
        programs.flatMap { $0.setAside.values }.sorted { $0.name < $1.name }
    }

    /// When the next of them is to be tried again, in nanoseconds on the clock that never goes
    /// back; nil when there is none.
    public var nextAttempt: UInt64? { programs.compactMap(\.nextAttempt).min() }

    /// What `sync` would do if it began by reading the tables; nothing is changed.
    public mutating func transactions() throws -> [TableTransaction] {
        collect()
        return try programs.map { program in
            try program.dataplane.transaction(to: program.plans, surroundings)
        }
    }

    /// In what the tables are not as the objects say; nothing is changed.
    public mutating func verify() throws -> [FamilyDiscrepancies] {
        collect()
        return try programs.map { program in
            (program.family, try program.dataplane.verify(program.plans, surroundings))
        }
    }

    /// What differs in one family's table.
    public typealias FamilyDiscrepancies = (
        family: AddressFamily, discrepancies: [TableDiscrepancy]
    )

    /// What the tables count.
    public func traffic() throws -> [AddressFamily: TrafficCounters] {
        var found: [AddressFamily: TrafficCounters] = [:]
        for program in programs { found[program.family] = try program.dataplane.traffic() }
        return found
    }

    /// What the Service ports do, both families, by name.
    public mutating func plans() -> [(family: AddressFamily, plan: ServicePortPlan)] {
        collect()
        return programs.flatMap { program in
            program.table.plans.map { (program.family, $0) }
        }
    }
}
