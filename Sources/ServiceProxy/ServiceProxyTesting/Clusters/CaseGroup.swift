import KubernetesAPI
import NetworkAddress
import ServiceModel

/// Cases that stand in one cluster without touching each other: each has numbers of its own.
public struct CaseGroup: Sendable {
    /// The Services of all of them.
    public private(set) var cluster: ClusterSketch
    /// The cases, with the numbers that they have here.
    public private(set) var cases: [PacketCase] = []

    /// More than the numbers of any case.
    private static let stride = 100

    /// Groups of cases whose clusters have the same settings.
    public static func groups(of cases: [PacketCase], atMost count: Int) -> [CaseGroup] {
        var groups: [CaseGroup] = []
        for one in cases {
            let place = groups.firstIndex {
                $0.cases.count < count && $0.settings == $0.settings(of: one.cluster)
            }
            if let place {
                groups[place].add(one)
            } else {
                var group = CaseGroup(cluster: one.cluster)
                group.cluster.services = []
                group.add(one)
                groups.append(group)
            }
        }
        return groups
    }

    private init(cluster: ClusterSketch) { self.cluster = cluster }

    private var settings: ClusterSketch { settings(of: cluster) }

    /// A cluster without its Services.
    private func settings(of cluster: ClusterSketch) -> ClusterSketch {
        var settings = cluster
        settings.services = []
        return settings
    }

    private mutating func add(_ packetCase: PacketCase) {
        let moved = packetCase.moved(by: cases.count * Self.stride)
        cases.append(moved)
        cluster.services += moved.cluster.services
    }
}

extension PacketCase {
    /// The same with other numbers, and so with other names, addresses and node ports.
    func moved(by distance: Int) -> PacketCase {
        var moved = self
        for index in moved.cluster.services.indices {
            moved.cluster.services[index].number += distance
            moved.cluster.services[index].externalIPs = cluster.services[index].externalIPs.map {
                $0 + distance
            }
            moved.cluster.services[index].ingress = cluster.services[index].ingress.map {
                $0 + distance
            }
        }
        moved.rows = rows.map { Row($0.from, $0.to.moved(by: distance), $0.expected) }
        return moved
    }
}

extension CaseTarget {
    /// The same of a Service of another number.
    func moved(by distance: Int) -> CaseTarget {
        switch self {
        case .cluster(let number, let port): .cluster(number + distance, port: port)
        case .outside(let number, let port): .outside(number + distance, port: port)
        case .nodePort(let number): .nodePort(number + distance)
        case .secondNodePort(let number): .secondNodePort(number + distance)
        case .bridgeNodePort(let number): .bridgeNodePort(number + distance)
        case .node, .host: self
        }
    }
}
