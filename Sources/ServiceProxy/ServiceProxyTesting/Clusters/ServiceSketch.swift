import KubernetesAPI
import NetworkAddress

/// A Service and its slices, in few words: port 80 of some transports, at addresses that follow
/// from its number.
public struct ServiceSketch: Hashable, Sendable {
    /// Gives the name `s<number>`, the cluster addresses and the node port.
    public var number: Int
    /// How it is reached.
    public var type = ServiceType.clusterIP
    /// The families that it has an address of.
    public var families = AddressFamily.allCases
    /// What its port 80 is for.
    public var transports = PortProtocol.allCases
    /// Who answers.
    public var endpoints: [EndpointSketch]
    /// Who gets what comes to the cluster address.
    public var internalPolicy = TrafficPolicy.cluster
    /// Who gets what comes to the other addresses.
    public var externalPolicy = TrafficPolicy.cluster
    /// Addresses beside, by their number (`BedAddress.outside`).
    public var externalIPs: [Int] = []
    /// Whether the node's second address is one of them.
    public var takesNodeAddress = false
    /// Load-balancer addresses, by their number.
    public var ingress: [Int] = []
    /// Of all load-balancer addresses.
    public var ingressMode: IngressIPMode?
    /// Who may use load-balancer addresses.
    public var sourceRanges: [String] = []
    /// How long a client keeps its endpoint, in seconds; nil: not at all.
    public var affinitySeconds: Int?
    /// Whether it has a node port where its type allows one.
    public var hasNodePort = true
    /// Of the Service.
    public var labels: [String: String] = [:]
    /// Of the Service.
    public var annotations: [String: String] = [:]
    /// Of its slices, beside the one that names the Service.
    public var sliceLabels: [String: String] = [:]

    /// A Service of a number.
    public init(_ number: Int, _ endpoints: [EndpointSketch] = []) {
        self.number = number
        self.endpoints = endpoints
    }

    /// The namespace of all of them.
    public static let namespace = "default"
    /// The port at every address but the node's.
    public static let port: Port = 80

    /// `s<number>`.
    public var name: String { "s\(number)" }

    /// The node port, if its type has one.
    public var nodePort: Port { Port(rawValue: UInt16(30_000 + number)) }

    /// The Service and its slices.
    public var objects: [KubernetesObject] {
        [.service(service)] + slices.map { .endpointSlice($0) }
    }

    /// The Service.
    public var service: Service {
        let allocates = type != .clusterIP && hasNodePort
        var spec = ServiceSpec(
            type: type, clusterIPs: families.map { BedAddress.cluster(number, $0).description },
            ports: transports.map {
                ServicePort(
                    name: $0.rawValue.lowercased(), protocol: $0, port: Self.port.rawValue,
                    targetPort: .number(8080), nodePort: allocates ? nodePort.rawValue : nil)
            })
        spec.internalTrafficPolicy = internalPolicy
        spec.externalTrafficPolicy = externalPolicy
        spec.externalIPs = addresses(externalIPs)
        if takesNodeAddress {
            spec.externalIPs += AddressFamily.allCases.map { BedAddress.second($0).description }
        }
        spec.loadBalancerSourceRanges = sourceRanges
        if let affinitySeconds {
            spec.sessionAffinity = .clientIP
            spec.sessionAffinityTimeoutSeconds = affinitySeconds
        }
        let ingress = addresses(ingress).map { LoadBalancerIngress(ip: $0, ipMode: ingressMode) }
        return Service(
            metadata: ObjectMeta(
                name: name, namespace: Self.namespace, labels: labels, annotations: annotations),
            spec: spec, status: ServiceStatus(ingress: type == .loadBalancer ? ingress : []))
    }

    private func addresses(_ numbers: [Int]) -> [String] {
        numbers.flatMap { number in
            AddressFamily.allCases.map { BedAddress.outside(number, $0).description }
        }
    }

    /// A slice for each family, port and group of endpoints.
    public var slices: [EndpointSlice] {
        struct Group: Hashable {
            var port: Port
            var slice: Int
        }
        let groups = Dictionary(grouping: endpoints) { Group(port: $0.port, slice: $0.slice) }
        return groups.flatMap { group, members in
            families.map { family in
                let name = "\(self.name)-\(group.port)-\(group.slice)-\(family == .ipv4 ? 4 : 6)"
                let own = [EndpointSlice.serviceNameLabel: self.name]
                return EndpointSlice(
                    metadata: ObjectMeta(
                        name: name, namespace: Self.namespace,
                        labels: own.merging(sliceLabels) { $1 }),
                    addressType: family == .ipv4 ? .ipv4 : .ipv6,
                    endpoints: members.map { $0.endpoint(family) },
                    ports: transports.map {
                        EndpointPort(
                            name: $0.rawValue.lowercased(), protocol: $0,
                            port: group.port.rawValue)
                    })
            }
        }.sorted { $0.metadata.name < $1.metadata.name }
    }
}
