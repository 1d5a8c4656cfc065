import ControllerRuntime
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
        of pods: [EndpointPod], service: Service, family: IPFamily, zones: [String: String]
    ) -> [EndpointGroup] {
        var order: [[EndpointPort]] = []
        var endpoints: [[EndpointPort]: [Endpoint]] = [:]
        for pod in pods.sorted(by: { $0.name < $1.name }) {
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
    static func ports(of pod: EndpointPod, service: Service) -> [EndpointPort] {
        var ports: [EndpointPort] = []
        for port in service.spec.ports {
            guard let number = pod.number(of: port) else { continue }
            ports.append(
                EndpointPort(
                    name: port.name, protocol: port.protocol, port: number,
                    appProtocol: port.appProtocol))
        }
        return ports.sorted { ($0.name, $0.port ?? 0) < ($1.name, $1.port ?? 0) }
    }

    private static func precedes(_ left: [EndpointPort], _ right: [EndpointPort]) -> Bool {
        left.lexicographicallyPrecedes(right) {
            ($0.name, $0.protocol.rawValue, $0.port ?? 0, $0.appProtocol ?? "")
                < ($1.name, $1.protocol.rawValue, $1.port ?? 0, $1.appProtocol ?? "")
        }
    }

    /// A pod as an endpoint; nil when it has no address of the family.
    static func endpoint(
        _ pod: EndpointPod, service: Service, family: IPFamily, zones: [String: String]
    ) -> Endpoint? {
        guard let address = pod.addresses.first(where: { IPFamily(ofAddress: $0) == family })
        else { return nil }
        let isReady =
            service.spec.publishNotReadyAddresses || (pod.isReady && !pod.isTerminating)
        return Endpoint(
            addresses: [address],
            conditions: EndpointConditions(
                ready: isReady, serving: pod.isReady, terminating: pod.isTerminating),
            hostname: pod.hostname(in: service),
            nodeName: pod.nodeName.isEmpty ? nil : pod.nodeName,
            zone: zones[pod.nodeName],
            targetRef: KubernetesAPI.ObjectReference(
                kind: Kind.pod.name, namespace: pod.namespace, name: pod.name, uid: pod.uid))
    }
}
