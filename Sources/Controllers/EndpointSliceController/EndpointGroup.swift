import KubernetesAPI

/// Endpoints that serve the same ports, and so may share slices.
struct EndpointGroup {
    var ports: [EndpointPort]
    var endpoints: [Endpoint]

    /// The groups of a Service's pods in one family, in the order of their ports.
    ///
    /// A pod that lacks a named port takes no part in that port; one that lacks all of them makes
    /// endpoints without ports, as long as the Service has ports at all.
    static func groups(
        of pods: [Pod], service: Service, family: IPFamily, zones: [String: String]
    ) -> [EndpointGroup] {
        var order: [[EndpointPort]] = []
        var endpoints: [[EndpointPort]: [Endpoint]] = [:]
        for pod in pods.sorted(by: { $0.metadata.name < $1.metadata.name }) {
            guard
                let endpoint = endpoint(pod, service: service, family: family, zones: zones)
            else { continue }
            let ports = ports(of: pod, service: service)
            if endpoints[ports] == nil { order.append(ports) }
            endpoints[ports, default: []].append(endpoint)
        }
        return order.sorted(by: precedes).map {
            EndpointGroup(ports: $0, endpoints: endpoints[$0] ?? [])
        }
    }

    /// The Service's ports as one pod serves them, ordered by name.
    static func ports(of pod: Pod, service: Service) -> [EndpointPort] {
        var ports: [EndpointPort] = []
        for port in service.spec.ports {
            guard let number = number(of: port, in: pod) else { continue }
            ports.append(
                EndpointPort(
                    name: port.name, protocol: port.protocol, port: number,
                    appProtocol: port.appProtocol))
        }
        return ports.sorted { ($0.name, $0.port ?? 0) < ($1.name, $1.port ?? 0) }
    }

    /// A named target is looked up among the pod's containers by name and protocol; of initialising
    /// containers, only those that go on running count.
    private static func number(of port: ServicePort, in pod: Pod) -> UInt16? {
        switch port.targetPort {
        case .number(let number): return number
        case .name(let name):
            let running =
                pod.spec.containers + pod.spec.initContainers.filter { $0.restartPolicy == .always }
            for container in running {
                for candidate in container.ports
                where candidate.name == name && candidate.protocol == port.protocol {
                    return candidate.containerPort
                }
            }
            return nil
        }
    }

    private static func precedes(_ left: [EndpointPort], _ right: [EndpointPort]) -> Bool {
        left.lexicographicallyPrecedes(right) {
            ($0.name, $0.protocol.rawValue, $0.port ?? 0, $0.appProtocol ?? "")
                < ($1.name, $1.protocol.rawValue, $1.port ?? 0, $1.appProtocol ?? "")
        }
    }

    /// A pod as an endpoint; nil when it has no address of the family.
    static func endpoint(
        _ pod: Pod, service: Service, family: IPFamily, zones: [String: String]
    ) -> Endpoint? {
        let addresses = pod.status.podIPs.filter { IPFamily(ofAddress: $0) == family }
        guard let address = addresses.first else { return nil }
        let isServing = pod.status.isReady
        let isTerminating = pod.metadata.deletionTimestamp != nil
        let isReady =
            service.spec.publishNotReadyAddresses || (isServing && !isTerminating)
        let node = pod.spec.nodeName
        let hasName =
            !pod.spec.hostname.isEmpty && pod.spec.subdomain == service.metadata.name
            && pod.metadata.namespace == service.metadata.namespace
        return Endpoint(
            addresses: [address],
            conditions: EndpointConditions(
                ready: isReady, serving: isServing, terminating: isTerminating),
            hostname: hasName ? pod.spec.hostname : nil,
            nodeName: node.isEmpty ? nil : node,
            zone: zones[node],
            targetRef: ObjectReference(
                kind: Kind.pod.name, namespace: pod.metadata.namespace, name: pod.metadata.name,
                uid: pod.metadata.uid ?? ""))
    }
}
