import KubernetesAPI
import NetworkAddress

/// What counts of a Service, parsed.
struct ServiceRecord: Hashable, Sendable {
    /// A port of the Service.
    struct ServedPort: Hashable, Sendable {
        var name: String
        var transport: TransportProtocol
        var port: Port
        /// 0 when there is none.
        var nodePort: Port
    }

    /// Whether this proxy cares for it at all.
    var isProxied: Bool
    var ports: [ServedPort] = []
    /// At most one of each family.
    var clusterIPs: [IPAddress] = []
    var externalIPs: [IPAddress] = []
    /// The addresses of load balancers that bring packets with these as their destination.
    var ingress: [IPAddress] = []
    /// Who may use the ingress addresses; nil for everybody.
    var sourceRanges: [IPPrefix]?
    var internalPolicy = TrafficPolicy.cluster
    var externalPolicy = TrafficPolicy.cluster
    var affinityTimeoutSeconds: Int?
    /// Set for load balancers with external policy Local.
    var healthCheckNodePort: UInt16?
    var annotations = ServiceAnnotations()

    init(_ service: Service, proxyName: String?, _ problems: inout ProblemList) {
        let spec = service.spec
        isProxied =
            service.metadata.labels[ModelOptions.proxyNameLabel] == proxyName
            && spec.type != .externalName && !service.isHeadless
        guard isProxied else { return }
        annotations = ServiceAnnotations(service.metadata.annotations, &problems)
        internalPolicy = spec.internalTrafficPolicy
        affinityTimeoutSeconds =
            spec.sessionAffinity == .clientIP ? spec.sessionAffinityTimeoutSeconds : nil
        readPorts(spec, &problems)
        readAddresses(service, &problems)
        let isExternal = spec.type != .clusterIP || !spec.externalIPs.isEmpty
        if isExternal { externalPolicy = spec.externalTrafficPolicy }
        guard spec.type == .loadBalancer, externalPolicy == .local else { return }
        healthCheckNodePort = spec.healthCheckNodePort
        if healthCheckNodePort == nil {
            problems.add(
                "spec.healthCheckNodePort",
                "expected a port, since externalTrafficPolicy is Local, found none",
                consequence: "no health check is served")
        }
    }

    private mutating func readPorts(_ spec: ServiceSpec, _ problems: inout ProblemList) {
        for (index, port) in spec.ports.enumerated() {
            guard port.port != 0 else {
                problems.add("spec.ports[\(index)].port", expected: "1 to 65535", found: "0")
                continue
            }
            ports.append(
                ServedPort(
                    name: port.name, transport: TransportProtocol(port.protocol),
                    port: Port(rawValue: port.port), nodePort: Port(rawValue: port.nodePort ?? 0)))
        }
    }

    private mutating func readAddresses(_ service: Service, _ problems: inout ProblemList) {
        let spec = service.spec
        for (index, text) in spec.clusterIPs.enumerated() {
            let field = spec.clusterIPs.count == 1 ? "spec.clusterIP" : "spec.clusterIPs[\(index)]"
            guard let address = Self.address(text, field, &problems) else { continue }
            if clusterIPs.contains(where: { $0.family == address.family }) {
                problems.add(field, "expected one address of a family, found another")
            } else {
                clusterIPs.append(address)
            }
        }
        for (index, text) in spec.externalIPs.enumerated() {
            Self.address(text, "spec.externalIPs[\(index)]", &problems)
                .map { externalIPs.append($0) }
        }
        for (index, point) in service.status.ingress.enumerated() where point.ipMode != .proxy {
            guard let text = point.ip else { continue }
            Self.address(text, "status.loadBalancer.ingress[\(index)].ip", &problems)
                .map { ingress.append($0) }
        }
        guard !spec.loadBalancerSourceRanges.isEmpty else { return }
        // One that can't be read lets nobody in; it never opens the address to all.
        sourceRanges = []
        for (index, text) in spec.loadBalancerSourceRanges.enumerated() {
            if let range = IPPrefix(text.trimmed) {
                sourceRanges?.append(range)
            } else {
                let field = "spec.loadBalancerSourceRanges[\(index)]"
                problems.add(field, expected: "a prefix like 10.0.0.0/8", found: text)
            }
        }
    }

    private static func address(
        _ text: String, _ field: String, _ problems: inout ProblemList
    ) -> IPAddress? {
        if let address = IPAddress(text), address.isReachable { return address }
        problems.add(field, expected: "an IP address", found: text)
        return nil
    }
}

extension TransportProtocol {
    /// A port's protocol as packets carry it.
    init(_ name: PortProtocol) {
        switch name {
        case .tcp: self = .tcp
        case .udp: self = .udp
        case .sctp: self = .sctp
        }
    }
}
