import KubernetesAPI
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Nftables
import ProxySettings
import ServiceModel
import ServiceProxy
import ServiceProxyTesting

/// A cluster that is programmed in a namespace, and becomes another one: what changed is sent, as
/// the daemon does it.
struct ProgrammedCluster {
    private let namespace: NetworkNamespace
    private var engine: ProxyEngine
    private var cluster: ClusterSketch
    private var known: [ObjectKey: KubernetesObject] = [:]

    init(in namespace: NetworkNamespace, _ cluster: ClusterSketch) throws {
        self.namespace = namespace
        self.cluster = cluster
        engine = try Self.engine(namespace, cluster)
        try take(cluster)
    }

    /// Other settings need an engine of their own, which finds the tables of the one before.
    mutating func become(_ next: ClusterSketch) throws {
        if Self.configuration(next) != Self.configuration(cluster) {
            engine = try Self.engine(namespace, next)
            known = [:]
        }
        cluster = next
        try take(next)
    }

    private mutating func take(_ cluster: ClusterSketch) throws {
        let objects = Dictionary(
            cluster.objects.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        var events = objects.filter { known[$0] != $1 }.values.map { ObjectEvent.applied($0) }
        events += known.keys.filter { objects[$0] == nil }.map { .deleted($0) }
        known = objects
        engine.take(events.shuffled())
        for (_, result) in engine.sync() { _ = try result.get() }
        guard engine.setAside.isEmpty else { throw Refusal(names: engine.setAside.map { "\($0)" }) }
    }

    /// Service ports that the kernel refused.
    struct Refusal: Error {
        var names: [String]
    }

    private static func engine(
        _ namespace: NetworkNamespace, _ cluster: ClusterSketch
    ) throws -> ProxyEngine {
        let socket = try namespace.run { try NftablesSocket() }
        var engine = ProxyEngine(configuration: configuration(cluster), socket: socket)
        engine.setAssigned(AddressFamily.allCases.flatMap { BedHost.nodeA.addresses($0) })
        return engine
    }

    private static func configuration(_ cluster: ClusterSketch) -> ProxyConfiguration {
        var configuration = ProxyConfiguration()
        configuration.nodeName = ClusterSketch.nodeName
        configuration.masqueradesAll = cluster.masqueradesAll
        configuration.nodePortAddresses =
            cluster.nodePortPrefixes.map { .prefixes($0) } ?? .primary
        switch cluster.locality {
        case .unknown: break
        case ClusterSketch.podsOfNode: configuration.localDetection = .nodeCIDR
        case .prefixes(let prefixes): configuration.localDetection = .clusterCIDR(prefixes)
        case .bridge(let name): configuration.localDetection = .bridge(name)
        case .interfacePrefix(let prefix): configuration.localDetection = .interfacePrefix(prefix)
        }
        return configuration
    }
}
