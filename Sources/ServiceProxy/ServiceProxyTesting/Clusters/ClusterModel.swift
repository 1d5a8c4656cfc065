import KubernetesAPI
import NetworkAddress
import ServiceExplanation
import ServiceModel

/// What the model says of the packets of a cluster.
public struct ClusterModel: Sendable {
    private var explainers: [AddressFamily: Explainer] = [:]

    /// The model of a cluster.
    public init(_ cluster: ClusterSketch) {
        var catalog = ServiceCatalog(options: ModelOptions(nodeName: ClusterSketch.nodeName))
        for object in cluster.objects { catalog.apply(object) }
        for family in AddressFamily.allCases {
            var table = ServiceTable()
            for key in catalog.serviceKeys {
                _ = table.replace(key, with: catalog.plans(of: key, family: family))
            }
            explainers[family] = Explainer(
                table: table, surroundings: cluster.surroundings,
                masqueradesAll: cluster.masqueradesAll)
        }
    }

    /// What becomes of a probe.
    ///
    /// - Parameter source: the client's address; nil: the one that it is known by.
    public func explain(_ probe: BedProbe, from source: IPAddress? = nil) -> PacketExplanation {
        let family = probe.address.family
        let packet = Packet(
            source: source ?? probe.from.address(family), isFromNode: probe.from == .nodeA,
            interface: probe.from.interface, destination: probe.address,
            transport: probe.transport, port: probe.port)
        return explainers[family]?.explain(packet) ?? PacketExplanation(fate: .untouched)
    }
}
