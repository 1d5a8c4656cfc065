import KubernetesAPI
import NetworkAddress

extension PacketCase {
    /// All cases, by the rows of the semantics.
    public static let table: [PacketCase] =
        clusterAddresses + choices + externalAddresses + externalLocal + internalLocal + hints
        + sourceRanges + localities + selections

    /// A cluster of one Service.
    static func one(
        _ endpoints: [EndpointSketch], _ change: (inout ServiceSketch) -> Void = { _ in }
    ) -> ClusterSketch {
        var service = ServiceSketch(1, endpoints)
        change(&service)
        return ClusterSketch([service])
    }

    /// The same with other settings.
    static func set(
        _ cluster: ClusterSketch, _ change: (inout ClusterSketch) -> Void
    ) -> ClusterSketch {
        var cluster = cluster
        change(&cluster)
        return cluster
    }

    /// A Service that is reached in every way: number 1, external 1, load-balancer 11.
    static func everywhere(
        _ endpoints: [EndpointSketch], _ change: (inout ServiceSketch) -> Void = { _ in }
    ) -> ClusterSketch {
        one(endpoints) {
            $0.type = .loadBalancer
            $0.externalIPs = [1]
            $0.ingress = [11]
            change(&$0)
        }
    }

    /// The external addresses of `everywhere`.
    static let outer: [CaseTarget] = [.outside(1), .outside(11), .nodePort(1)]
}
