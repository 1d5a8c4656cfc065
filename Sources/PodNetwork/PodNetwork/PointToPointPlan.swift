import CNIProtocol
import NetworkAddress
import PodRules
import RouteNetlink

/// Everything ADD of `ptp` makes for one interface of one pod; what it is computed from touches no
/// kernel.
///
/// Node and pod are alone on their pair: the node's end has the gateway's address and a route to
/// the pod's, and the pod sends everything, its own network included, to the gateway.
public struct PointToPointPlan: Hashable, Sendable {
    /// The pod's interface.
    public var interfaceName: String
    /// The pair's MTU in bytes; nil is the kernel's own.
    public var mtu: Int?
    /// The pod's hardware address.
    public var podMAC: MACAddress
    /// The hardware address of the node's end.
    public var hostMAC: MACAddress
    /// The pod's addresses, with gateways.
    public var addresses: [ResultAddress]
    /// The pod's routes, as the result says them.
    public var routes: [ResultRoute]
    /// Addresses whose traffic to elsewhere is masqueraded.
    public var masquerades: [InterfaceAddress]
    /// What the pod's resolver should be told.
    public var dns: DNSSettings

    /// The plan for an attachment, from the options and what the address plugin gave.
    /// - Throws: code 7 when an address has no gateway.
    public init(
        _ options: PointToPointConfiguration, interfaceName: String, addressing: CNIResult,
        dns: DNSSettings
    ) throws(CNIError) {
        self.interfaceName = interfaceName
        mtu = options.mtu
        podMAC = .random()
        hostMAC = .random()
        addresses = addressing.addresses.map { address in
            var address = address
            address.interface = 1
            return address
        }
        for address in addresses where address.gateway == nil {
            throw CNIError(
                .invalidConfiguration,
                "ipam: expected a gateway for \(address.address): the node's end has it")
        }
        routes = addressing.routes
        masquerades = options.masquerades ? addresses.map(\.address) : []
        self.dns = dns.isEmpty ? addressing.dns : dns
    }

    /// The families that the pod has addresses of.
    public var families: [AddressFamily] {
        AddressFamily.allCases.filter { family in addresses.contains { $0.address.family == family }
        }
    }

    /// The gateways' addresses, which the node's end has, each alone in its network.
    public var gateways: [InterfaceAddress] {
        var all: [InterfaceAddress] = []
        for gateway in addresses.compactMap(\.gateway) {
            let host = InterfaceAddress(
                address: gateway, prefixLength: gateway.family.bitWidth)
            if let host, !all.contains(host) { all.append(host) }
        }
        return all
    }

    /// The node's routes to the pod's addresses; their link is the node's end.
    public var hostRoutes: [Route] {
        addresses.map {
            Route(to: IPPrefix($0.address.address), origin: .boot, scope: .host)
        }
    }

    /// What the pod's own stack gets: the route to its network leads to the gateway, instead of
    /// nowhere.
    public var stack: PodStackPlan {
        var stack = PodStackPlan(
            interfaceName: interfaceName, addresses: addresses, routes: routes)
        for address in addresses {
            guard let gateway = address.gateway else { continue }
            let source = address.address.address
            stack.removedRoutes.append(
                Route(
                    to: address.address.prefix,
                    origin: .kernel, scope: .nowhere))
            stack.replacements.append(
                Route(to: IPPrefix(gateway), source: source, origin: .boot, scope: .link))
            stack.replacements.append(
                Route(
                    to: address.address.prefix, via: gateway, source: source, origin: .boot,
                    scope: .universe))
        }
        return stack
    }

    /// What nftables does for the attachment.
    public func rules(owner: RuleOwner) -> AttachmentRules {
        var rules = AttachmentRules(owner: owner)
        rules.masquerades = masquerades
        return rules
    }

    /// The result of ADD: node's end, pod's end.
    public func result(hostName: String, mtu: Int, sandbox: String) -> CNIResult {
        CNIResult(
            interfaces: [
                ResultInterface(name: hostName, mac: hostMAC.description, mtu: mtu),
                ResultInterface(
                    name: interfaceName, mac: podMAC.description, mtu: mtu, sandbox: sandbox),
            ],
            addresses: addresses, routes: routes, dns: dns)
    }
}
