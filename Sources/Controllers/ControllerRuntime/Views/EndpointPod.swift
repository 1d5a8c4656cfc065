import KubernetesAPI
import WatchCache

/// A pod as endpoints are made of it.
package struct EndpointPod: Hashable, Sendable {
    package var name: String
    package var namespace: String
    package var uid: String
    package var isTerminating: Bool
    package var isFinished: Bool
    package var isReady: Bool
    package var addresses: [String]
    package var nodeName: String
    private var hostname: String
    private var subdomain: String
    private var ports: [NamedPort]

    /// A port that a container gave a name.
    private struct NamedPort: Hashable, Sendable {
        var name: String
        var `protocol`: PortProtocol
        var number: UInt16
    }

    /// Whether it counts: it has an address, and isn't over.
    package var isEndpoint: Bool { !addresses.isEmpty && !isFinished }

    /// What it serves a Service's port at; nil when it lacks a port of the name and protocol.
    package func number(of port: ServicePort) -> UInt16? {
        switch port.targetPort {
        case .number(let number): number
        case .name(let name):
            ports.first { $0.name == name && $0.protocol == port.protocol }?.number
        }
    }

    /// The name it has in a Service's domain; nil for none.
    package func hostname(in service: Service) -> String? {
        let isNamed =
            !hostname.isEmpty && subdomain == service.metadata.name
            && namespace == service.metadata.namespace
        return isNamed ? hostname : nil
    }
}

extension EndpointPod {
    /// A pod of a cache.
    package init(_ object: CachedObject) {
        let pod = object.view(PodView.self)
        self.init(
            name: object.name, namespace: object.namespace, uid: object.uid,
            isTerminating: object.meta.isDeleting, isFinished: pod.isFinished,
            isReady: pod.isReady, addresses: pod.podIPs, nodeName: pod.nodeName,
            hostname: pod.hostname, subdomain: pod.subdomain,
            ports: pod.namedPorts.compactMap { port in
                PortProtocol(rawValue: port.protocol).map {
                    NamedPort(name: port.name, protocol: $0, number: port.number)
                }
            })
    }

    /// A pod of a file.
    package init(_ pod: Pod) {
        let running =
            pod.spec.containers + pod.spec.initContainers.filter { $0.restartPolicy == .always }
        self.init(
            name: pod.metadata.name, namespace: pod.metadata.namespace,
            uid: pod.metadata.uid ?? "", isTerminating: pod.metadata.deletionTimestamp != nil,
            isFinished: pod.status.phase == .succeeded || pod.status.phase == .failed,
            isReady: pod.status.isReady, addresses: pod.status.podIPs,
            nodeName: pod.spec.nodeName, hostname: pod.spec.hostname,
            subdomain: pod.spec.subdomain,
            ports: running.flatMap(\.ports).map {
                NamedPort(name: $0.name, protocol: $0.protocol, number: $0.containerPort)
            })
    }
}
