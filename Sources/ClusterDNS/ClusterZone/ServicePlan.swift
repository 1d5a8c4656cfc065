import DNSMessage
import KubernetesAPI
import NetworkAddress

/// The names of one Service and what each answers: dns.md §1 as a value.
public struct ServicePlan: Hashable, Sendable {
    /// A name at or below the Service's.
    public struct Node: Hashable, Sendable {
        /// The labels below the Service's name, most specific first; none for the Service itself.
        public var labels: [String]
        /// What A and AAAA answer.
        public var addresses: [IPAddress] = []
        /// What SRV answers.
        public var targets: [Target] = []
    }

    /// One SRV record.
    public struct Target: Hashable, Sendable {
        /// The port of the record.
        public var port: UInt16
        /// The node whose name is the record's target.
        public var node: Int
    }

    /// A PTR record: an address and the node whose name it gives.
    public struct Pointer: Hashable, Sendable {
        /// The address asked for.
        public var address: IPAddress
        /// The node whose name is the answer.
        public var node: Int
    }

    /// What kind of Service answers.
    public enum Form: Hashable, Sendable { case clusterIP, headless, externalName }

    /// What kind of Service answers.
    public var form: Form
    /// Why the Service's names do not exist; nil when they do.
    public var absence: String?
    /// The names; the first is the Service's own.
    public var nodes: [Node]
    /// What an ExternalName stands for.
    public var alias: DNSName?
    /// The PTR records.
    public var pointers: [Pointer] = []

    private struct Place: Hashable {
        var owner: Int
        var target: Target
    }
    // The node of each name below the Service's.
    private var places: [[String]: Int] = [[]: 0]
    private var known: Set<Place> = []

    init(form: Form) {
        self.form = form
        nodes = [Node(labels: [])]
    }

    /// The names of a Service, from its EndpointSlices in any order.
    public static func plan(
        _ service: Service, slices: [EndpointSlice], _ configuration: ZoneConfiguration
    ) -> ServicePlan {
        let usesPodNames = configuration.endpointPodNames
        return plan(
            service, slices: slices.map { PlannedSlice($0, usesPodNames: usesPodNames) },
            configuration)
    }

    static func plan(
        _ service: Service, slices: [PlannedSlice], _ configuration: ZoneConfiguration
    ) -> ServicePlan {
        if service.spec.type == .externalName { return external(service) }
        let includesUnready = service.spec.publishNotReadyAddresses
        let endpoints = PlannedEndpoint.endpoints(
            of: slices, includesUnready: includesUnready)
        return service.isHeadless
            ? headless(endpoints)
            : clusterIP(service, endpoints, ignoresEmpty: configuration.ignoreEmptyService)
    }

    private static func external(_ service: Service) -> ServicePlan {
        var plan = ServicePlan(form: .externalName)
        // Kubernetes documents that an address here is not resolved: the name has no records.
        if IPAddress(service.spec.externalName) == nil {
            plan.alias = DNSName(service.spec.externalName)
        }
        return plan
    }

    private static func clusterIP(
        _ service: Service, _ endpoints: [PlannedEndpoint], ignoresEmpty: Bool
    ) -> ServicePlan {
        var plan = ServicePlan(form: .clusterIP)
        let texts =
            service.spec.clusterIPs.isEmpty ? [service.spec.clusterIP] : service.spec.clusterIPs
        plan.nodes[0].addresses = texts.compactMap { IPAddress($0) }
        if plan.nodes[0].addresses.isEmpty {
            plan.absence = "has no cluster IP"
        } else if ignoresEmpty, endpoints.isEmpty {
            plan.absence = "has no ready endpoints, and empty Services are ignored"
        }
        for address in plan.nodes[0].addresses {
            plan.pointers.append(Pointer(address: address, node: 0))
        }
        for port in service.spec.ports where !port.name.isEmpty {
            plan.addTarget(0, port: port.port, name: port.name, port.protocol)
        }
        for endpoint in endpoints { plan.addEndpoint(endpoint) }
        return plan
    }

    private static func headless(_ endpoints: [PlannedEndpoint]) -> ServicePlan {
        var plan = ServicePlan(form: .headless)
        if endpoints.isEmpty { plan.absence = "is headless and has no ready endpoints" }
        var seen: Set<IPAddress> = []
        for endpoint in endpoints {
            let node = plan.addEndpoint(endpoint)
            if seen.insert(endpoint.address).inserted {
                plan.nodes[0].addresses.append(endpoint.address)
            }
            for port in endpoint.ports where !port.name.isEmpty {
                guard let number = port.port else { continue }
                plan.addTarget(node, port: number, name: port.name, port.protocol)
            }
        }
        return plan
    }

    @discardableResult
    private mutating func addEndpoint(_ endpoint: PlannedEndpoint) -> Int {
        let node = place([endpoint.label])
        if !nodes[node].addresses.contains(endpoint.address) {
            nodes[node].addresses.append(endpoint.address)
            pointers.append(Pointer(address: endpoint.address, node: node))
        }
        return node
    }

    private mutating func addTarget(
        _ node: Int, port: UInt16, name: String, _ transport: PortProtocol
    ) {
        let label = "_" + transport.rawValue.lowercased()
        // The name of the protocol alone exists too: without records (RFC 8020).
        _ = place([label])
        let owner = place(["_" + name.lowercased(), label])
        let target = Target(port: port, node: node)
        // Endpoints that share a hostname and a port are one target.
        if known.insert(Place(owner: owner, target: target)).inserted {
            nodes[owner].targets.append(target)
        }
    }

    private mutating func place(_ labels: [String]) -> Int {
        if let known = places[labels] { return known }
        nodes.append(Node(labels: labels))
        places[labels] = nodes.count - 1
        return nodes.count - 1
    }
}
