import KubernetesAPI
import NetworkAddress
import ServiceModel

/// Everything that decides what becomes of a packet in a bed.
public struct ClusterSketch: Hashable, Sendable {
    /// The Services.
    public var services: [ServiceSketch]
    /// How a pod of the node is told from others.
    public var locality = ClusterSketch.everyPod
    /// Whether all that goes to a cluster address is masqueraded.
    public var masqueradesAll = false
    /// Where node ports answer; nil: at the node's first address of each family.
    public var nodePortPrefixes: [IPPrefix]?
    /// The zone of the node under test; nil without one.
    public var zone: String? = "zone-1"

    /// A cluster of some Services.
    public init(_ services: [ServiceSketch] = []) { self.services = services }

    /// Pods of the node are those of the cluster.
    public static let everyPod = PodLocality.prefixes(
        AddressFamily.allCases.map { BedAddress.podRange($0) })
    /// Pods of the node are those whose addresses are the node's.
    public static let podsOfNode = PodLocality.prefixes(
        AddressFamily.allCases.map { BedAddress.podRange(ofNode: 0, $0) })

    /// The name of the node under test.
    public static let nodeName = "node-a"

    /// The nodes, the Service range and the Services.
    public var objects: [KubernetesObject] {
        let ranges = AddressFamily.allCases.map { BedAddress.clusterRange($0).description }
        return [
            .node(Self.node(.nodeA, zone: zone)), .node(Self.node(.nodeB, zone: "zone-2")),
            .serviceCIDR(ServiceCIDR(metadata: ObjectMeta(name: "kubernetes"), cidrs: ranges)),
        ] + services.flatMap(\.objects)
    }

    private static func node(_ host: BedHost, zone: String?) -> Node {
        let number: UInt8 = host == .nodeA ? 0 : 1
        var node = Node(metadata: ObjectMeta(name: host.nodeName ?? ""))
        if let zone { node.metadata.labels[Node.zoneLabel] = zone }
        node.podCIDRs = AddressFamily.allCases.map {
            BedAddress.podRange(ofNode: number, $0).description
        }
        node.addresses = AddressFamily.allCases.map {
            NodeAddress(type: "InternalIP", address: host.address($0).description)
        }
        return node
    }

    /// The addresses that node ports answer on.
    public var nodePortAddresses: Set<IPAddress> {
        Set(
            AddressFamily.allCases.flatMap { family in
                guard let prefixes = nodePortPrefixes else {
                    return [BedHost.nodeA.address(family)]
                }
                let own = prefixes.filter { $0.family == family }
                return BedHost.nodeA.addresses(family).filter { address in
                    own.isEmpty || own.contains { $0.contains(address) }
                }
            })
    }

    /// What the model is told beside the objects.
    public var surroundings: Surroundings {
        Surroundings(
            nodePortAddresses: nodePortAddresses,
            serviceCIDRs: AddressFamily.allCases.map { BedAddress.clusterRange($0) },
            locality: locality)
    }
}
