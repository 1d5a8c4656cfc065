import KubernetesAPI
import NetworkAddress

/// Gives Services their addresses and node ports, as an API server does at their creation.
///
/// What is written is claimed first, so that an allocation never takes what a later Service asks
/// for.
struct ServiceAllocation {
    /// Where node ports come from, as the API server's `--service-node-port-range`.
    static let nodePorts: ClosedRange<UInt16> = 30000...32767

    private struct NodePort: Hashable {
        var port: UInt16
        var transport: PortProtocol
    }

    private let ranges: [IPPrefix]
    private var addresses: [IPAddress: String] = [:]
    private var ports: [NodePort: String] = [:]

    init(ranges: [IPPrefix]) { self.ranges = ranges }

    /// The Services with nothing left open, in their order.
    static func complete(_ manifests: [Manifest], ranges: [IPPrefix]) throws -> [Service] {
        var allocation = ServiceAllocation(ranges: ranges)
        var services: [(manifest: Manifest, service: Service)] = []
        for manifest in manifests {
            guard case .service(let service) = manifest.object else { continue }
            try allocation.claim(service, manifest)
            services.append((manifest, service))
        }
        return try services.map { manifest, service in
            var service = service
            try allocation.complete(&service, manifest)
            return service
        }
    }

    private mutating func claim(_ service: Service, _ manifest: Manifest) throws {
        let owner = "\(service.metadata.namespace)/\(service.metadata.name)"
        for text in service.spec.clusterIPs where text != "None" {
            guard let address = IPAddress(text) else {
                throw manifest.error("spec.clusterIPs", "expected an IP address, found \"\(text)\"")
            }
            guard ranges.contains(where: { $0.contains(address) }) else {
                let known = ranges.map(\.description).joined(separator: ", ")
                throw manifest.error(
                    "spec.clusterIPs", "\(address) is in none of the serviceCIDRs (\(known))")
            }
            if let other = addresses.updateValue(owner, forKey: address) {
                throw manifest.error("spec.clusterIPs", "\(address) is also Service \(other)'s")
            }
        }
        for port in service.spec.ports {
            guard let number = port.nodePort else { continue }
            let key = NodePort(port: number, transport: port.protocol)
            if let other = ports.updateValue(owner, forKey: key) {
                throw manifest.error(
                    "spec.ports", "nodePort \(number)/\(port.protocol) is also Service \(other)'s")
            }
        }
    }

    private mutating func complete(_ service: inout Service, _ manifest: Manifest) throws {
        guard service.spec.type != .externalName else { return }
        service.spec.ipFamilies = try families(of: service, manifest)
        if service.isHeadless {
            service.spec.clusterIPs = ["None"]
            return
        }
        let owner = "\(service.metadata.namespace)/\(service.metadata.name)"
        for family in service.spec.ipFamilies.dropFirst(service.spec.clusterIPs.count) {
            guard let address = allocate(family.addressFamily, owner) else {
                throw manifest.error("spec.clusterIPs", "no \(family.rawValue) address is left")
            }
            service.spec.clusterIPs.append(address.description)
        }
        service.spec.clusterIP = service.spec.clusterIPs.first ?? ""
        guard service.spec.type == .nodePort || service.spec.type == .loadBalancer else { return }
        for index in service.spec.ports.indices where service.spec.ports[index].nodePort == nil {
            let transport = service.spec.ports[index].protocol
            let free = Self.nodePorts.first { port in
                ports[NodePort(port: port, transport: transport)] == nil
            }
            guard let free else { throw manifest.error("spec.ports", "no node port is left") }
            ports[NodePort(port: free, transport: transport)] = owner
            service.spec.ports[index].nodePort = free
        }
    }

    private func families(of service: Service, _ manifest: Manifest) throws -> [IPFamily] {
        let spec = service.spec
        let written = spec.clusterIPs.compactMap { IPAddress($0)?.family.kubernetes }
        let available = ranges.map(\.family.kubernetes)
        var families = spec.ipFamilies.isEmpty ? written : spec.ipFamilies
        if families.isEmpty { families = Array(available.prefix(1)) }
        if families.isEmpty { throw manifest.error("spec", "the topology has no serviceCIDRs") }
        if spec.ipFamilyPolicy == .preferDualStack || spec.ipFamilyPolicy == .requireDualStack {
            families += available.filter { !families.contains($0) }
        }
        if spec.ipFamilyPolicy == .requireDualStack, families.count < 2 {
            throw manifest.error("spec.ipFamilyPolicy", "the topology has one family of Services")
        }
        if let missing = families.first(where: { !available.contains($0) }) {
            throw manifest.error(
                "spec.ipFamilies", "the topology has no serviceCIDR of \(missing.rawValue)")
        }
        return families
    }

    /// The next free address. The first fifteen are left to those that ask for them by number.
    private mutating func allocate(_ family: AddressFamily, _ owner: String) -> IPAddress? {
        for range in ranges where range.family == family {
            for offset in Array(16...4096) + Array(1..<16) {
                guard let address = range.first.advanced(by: offset), range.contains(address),
                    addresses[address] == nil
                else { continue }
                addresses[address] = owner
                return address
            }
        }
        return nil
    }
}

extension IPFamily {
    var addressFamily: AddressFamily { self == .ipv4 ? .ipv4 : .ipv6 }
}

extension AddressFamily {
    var kubernetes: IPFamily { self == .ipv4 ? .ipv4 : .ipv6 }
}
