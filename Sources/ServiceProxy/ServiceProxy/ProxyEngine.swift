import KubernetesAPI
import KubernetesClient
import NetworkAddress
import Nftables
import NftablesDataplane
import ProxySettings
import ServiceModel

/// From objects to both tables: the daemon's work without its waiting. A plain value.
public struct ProxyEngine: Sendable {
    /// What the proxy was told.
    public let configuration: ProxyConfiguration
    private var catalog: ServiceCatalog
    private var tables: [AddressFamily: ServiceTable] = [:]
    private var dataplanes: [AddressFamily: NftablesDataplane] = [:]
    private var assigned: [IPAddress] = []
    private var hasNewAddresses = false
    private var surroundings = Surroundings()
    /// What changed in a family and is not in its table yet.
    private var waiting: [AddressFamily: [ServiceTable.Change]] = [:]

    /// The kinds of objects that it follows.
    public static let kinds: Set<Kind> = [.service, .endpointSlice, .node, .serviceCIDR]

    /// An engine that knows no objects yet.
    public init(configuration: ProxyConfiguration, socket: NftablesSocket) {
        self.configuration = configuration
        catalog = ServiceCatalog(options: ModelOptions(nodeName: configuration.nodeName))
        let options = DataplaneOptions(
            podCIDRs: configuration.clusterCIDRs, masqueradesAll: configuration.masqueradesAll,
            masqueradeBit: configuration.masqueradeBit)
        for family in AddressFamily.allCases {
            tables[family] = ServiceTable()
            dataplanes[family] = NftablesDataplane(family: family, options: options, socket: socket)
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
        assigned = addresses
        hasNewAddresses = true
    }

    /// Reads the tables anew with the next `sync`: somebody may have changed them.
    public mutating func distrust() {
        for family in AddressFamily.allCases { dataplanes[family]?.distrust() }
    }

    /// Brings both tables to what the objects say.
    ///
    /// A family that fails doesn't keep the other one from its turn.
    public mutating func sync() -> [Result<SyncReport, any Error>] {
        collect()
        return AddressFamily.allCases.map { family in
            do {
                return .success(try sync(family))
            } catch {
                return .failure(error)
            }
        }
    }

    private mutating func sync(_ family: AddressFamily) throws -> SyncReport {
        let changes = waiting[family] ?? []
        guard var dataplane = dataplanes[family] else { return SyncReport(family: family) }
        // Out of the dictionary while it is changed, or its state would be copied.
        dataplanes[family] = nil
        defer { dataplanes[family] = dataplane }
        if dataplane.isInSync {
            waiting[family] = []
            return try dataplane.sync(changes, surroundings)
        }
        let report = try dataplane.resync(tables[family]?.unorderedPlans ?? [], surroundings)
        waiting[family] = []
        return report
    }

    /// Brings the plans up to date with the objects.
    private mutating func collect() {
        for service in catalog.takeChanged() {
            for family in AddressFamily.allCases {
                let plans = catalog.plans(of: service, family: family)
                let changes = tables[family]?.replace(service, with: plans) ?? []
                waiting[family, default: []] += changes
            }
        }
        let isChanged = catalog.takeChangedSurroundings()
        guard isChanged || hasNewAddresses else { return }
        hasNewAddresses = false
        surroundings.serviceCIDRs = catalog.serviceCIDRs
        surroundings.nodePortAddresses = configuration.nodePortAddresses.addresses(
            primary: catalog.primaryNodeAddresses, assigned: assigned)
    }

    /// The addresses that node ports answer on, as of the last `sync`.
    public var nodePortAddresses: Set<IPAddress> { surroundings.nodePortAddresses }

    /// What `sync` would do if it began by reading the tables; nothing is changed.
    public mutating func transactions() throws -> [TableTransaction] {
        collect()
        return try AddressFamily.allCases.compactMap { family in
            try dataplanes[family]?.transaction(
                to: tables[family]?.unorderedPlans ?? [], surroundings)
        }
    }

    /// What the Service ports do, both families, by name.
    public mutating func plans() -> [(family: AddressFamily, plan: ServicePortPlan)] {
        collect()
        return AddressFamily.allCases.flatMap { family in
            (tables[family]?.plans ?? []).map { (family, $0) }
        }
    }
}
