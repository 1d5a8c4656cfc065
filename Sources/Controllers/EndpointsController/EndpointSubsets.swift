import ControllerRuntime
import KubernetesAPI
import NetworkAddress

/// One of the addresses of an Endpoints object.
package struct SubsetAddress: Hashable, Sendable {
    package var ip: String
    package var hostname: String?
    package var nodeName: String?
    package var target: KubernetesAPI.ObjectReference

    package init(
        ip: String, hostname: String? = nil, nodeName: String? = nil,
        target: KubernetesAPI.ObjectReference
    ) {
        self.ip = ip
        self.hostname = hostname
        self.nodeName = nodeName
        self.target = target
    }
}

/// Addresses that serve the same ports.
package struct EndpointSubset: Hashable, Sendable {
    package var ready: [SubsetAddress] = []
    package var notReady: [SubsetAddress] = []
    package var ports: [EndpointPort]

    package init(
        ready: [SubsetAddress] = [], notReady: [SubsetAddress] = [], ports: [EndpointPort]
    ) {
        self.ready = ready
        self.notReady = notReady
        self.ports = ports
    }
}

/// The subsets that a Service's pods make.
enum EndpointSubsets {
    /// The subsets, by their ports; addresses in order.
    static func of(_ pods: [EndpointPod], for service: Service) -> [EndpointSubset] {
        let takesAll = service.spec.publishNotReadyAddresses
        // Per port first: pods that give a port's name different numbers differ in ports.
        var members: [EndpointPort?: Members] = [:]
        for pod in pods where pod.isEndpoint && (takesAll || !pod.isTerminating) {
            guard let address = address(of: pod, for: service) else { continue }
            let isReady = takesAll || pod.isReady
            for port in ports(of: pod, service) {
                members[port, default: Members()].add(address, isReady: isReady)
            }
        }
        var grouped: [Members: [EndpointPort]] = [:]
        for (port, members) in members {
            grouped[members, default: []] += port.map { [$0] } ?? []
        }
        return grouped.map { members, ports in
            EndpointSubset(
                ready: members.ready.sorted(by: precedes),
                notReady: members.notReady.sorted(by: precedes),
                ports: ports.sorted { key($0) < key($1) })
        }.sorted { left, right in
            let (a, b) = (left.ports.map(key), right.ports.map(key))
            return left.ports == right.ports
                ? left.firstAddress < right.firstAddress
                : a.lexicographicallyPrecedes(b) { $0 < $1 }
        }
    }

    /// Who serves a port.
    private struct Members: Hashable {
        var ready: Set<SubsetAddress> = []
        var notReady: Set<SubsetAddress> = []

        mutating func add(_ address: SubsetAddress, isReady: Bool) {
            if isReady {
                ready.insert(address)
            } else {
                notReady.insert(address)
            }
        }
    }

    /// A headless Service may have no ports: then its pods make addresses alone.
    private static func ports(of pod: EndpointPod, _ service: Service) -> [EndpointPort?] {
        if service.spec.ports.isEmpty { return service.isHeadless ? [nil] : [] }
        return service.spec.ports.compactMap { port in
            pod.number(of: port).map {
                EndpointPort(
                    name: port.name, protocol: port.protocol, port: $0,
                    appProtocol: port.appProtocol)
            }
        }
    }

    /// Of the Service's first family; Endpoints know no second one.
    private static func address(
        of pod: EndpointPod, for service: Service
    ) -> SubsetAddress? {
        let family =
            service.spec.ipFamilies.first?.addressFamily
            ?? IPAddress(service.spec.clusterIP)?.family
            ?? pod.addresses.first.flatMap { IPAddress($0)?.family }
        guard let ip = pod.addresses.first(where: { IPAddress($0)?.family == family })
        else { return nil }
        return SubsetAddress(
            ip: ip, hostname: pod.hostname(in: service),
            nodeName: pod.nodeName.isEmpty ? nil : pod.nodeName,
            target: KubernetesAPI.ObjectReference(
                kind: Kind.pod.name, namespace: pod.namespace, name: pod.name, uid: pod.uid))
    }

    private static func precedes(_ left: SubsetAddress, _ right: SubsetAddress) -> Bool {
        switch (IPAddress(left.ip), IPAddress(right.ip)) {
        case (let a?, let b?) where a != b: a < b
        default: (left.ip, left.target.uid) < (right.ip, right.target.uid)
        }
    }

    private static func key(_ port: EndpointPort) -> (String, String, UInt16, String) {
        (port.name, port.protocol.rawValue, port.port ?? 0, port.appProtocol ?? "")
    }
}

extension EndpointSubset {
    fileprivate var firstAddress: String { (ready.first ?? notReady.first)?.ip ?? "" }
}

extension IPFamily {
    fileprivate var addressFamily: AddressFamily { self == .ipv4 ? .ipv4 : .ipv6 }
}
