import CNIProtocol
import NetworkAddress
import PodRules
import RouteNetlink

/// Everything ADD makes for one interface of one pod; what it is computed from touches no kernel.
public struct AttachmentPlan: Hashable, Sendable {
    /// The bridge's name.
    public var bridge: String
    /// The bridge's MTU, when it has to be made, and the pair's.
    public var mtu: Int?
    /// The gateways' addresses that the bridge must have.
    public var gateways: [InterfaceAddress]
    /// Gateways of the network's other pools, which may be on the bridge as well.
    public var otherGateways: [InterfaceAddress] = []
    /// Whether another address of the bridge gives way.
    public var forcesAddress: Bool
    /// Whether frames go back by the port they came from.
    public var hairpin: Bool
    /// Whether the bridge is promiscuous.
    public var promiscuous: Bool
    /// Whether the pod reaches only ports that are not isolated.
    public var isolatesPort: Bool
    /// The tags that the bridge takes from the pod; nil is a bridge that heeds none.
    public var vlans: PortVLANs?
    /// Whether frames from the pod must carry its own hardware address.
    public var checksSpoofing: Bool
    /// Whether the pod's interface is switched on.
    public var isUp: Bool
    /// Whether addresses of version 6 are used only after asking who else has them.
    public var detectsDuplicates: Bool
    /// The pod's interface.
    public var interfaceName: String
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
    public init(
        _ bridge: BridgeConfiguration, interfaceName: String, addressing: CNIResult,
        dns: DNSSettings
    ) {
        self.bridge = bridge.bridge
        mtu = bridge.mtu
        forcesAddress = bridge.forceAddress
        hairpin = bridge.hairpinMode
        promiscuous = bridge.promiscuousMode
        isolatesPort = bridge.isolatesPort
        vlans = bridge.vlans
        checksSpoofing = bridge.checksSpoofing
        isUp = !bridge.disablesContainerInterface
        detectsDuplicates = bridge.detectsDuplicates
        self.interfaceName = interfaceName
        podMAC = bridge.macAddress ?? .random()
        hostMAC = .random()
        addresses = addressing.addresses.map { address in
            var address = address
            address.interface = 2
            if address.gateway == nil, bridge.isGateway {
                address.gateway = address.address.prefix.first.advanced(by: 1)
            }
            return address
        }
        routes = addressing.routes
        gateways = []
        if bridge.isGateway {
            gateways = addresses.compactMap { address in
                address.gateway.flatMap {
                    InterfaceAddress(address: $0, prefixLength: address.address.prefixLength)
                }
            }
        }
        masquerades = bridge.masquerades ? addresses.map(\.address) : []
        self.dns = dns.isEmpty ? addressing.dns : dns
        if bridge.isDefaultGateway { addDefaultRoutes() }
    }

    /// One default route a family, unless the configuration has one with a gateway.
    private mutating func addDefaultRoutes() {
        for family in [AddressFamily.ipv4, .ipv6] {
            let all = IPPrefix.all(family)
            guard let address = addresses.first(where: { $0.address.family == family }),
                !routes.contains(where: { $0.destination == all && $0.gateway != nil })
            else { continue }
            routes.append(ResultRoute(all, gateway: address.gateway))
        }
    }

    /// The families that the pod has addresses of.
    public var families: [AddressFamily] {
        AddressFamily.allCases.filter { family in addresses.contains { $0.address.family == family }
        }
    }

    /// What the pod's own stack gets.
    public var stack: PodStackPlan {
        var stack = PodStackPlan(
            interfaceName: interfaceName, addresses: addresses, routes: routes)
        stack.isUp = isUp
        stack.detectsDuplicates = detectsDuplicates
        return stack
    }

    /// What the bridge does at the node's end; nil when it does what it does at every port.
    public var port: BridgePortOptions? {
        guard hairpin || isolatesPort else { return nil }
        return BridgePortOptions(
            isHairpin: hairpin ? true : nil, isIsolated: isolatesPort ? true : nil)
    }

    /// The link that has the gateways' addresses: the bridge, or its own end in a VLAN.
    public var gatewayLinkName: String {
        vlans?.access.map { "\(bridge).\($0)" } ?? bridge
    }

    /// What nftables does for the attachment.
    public func rules(owner: RuleOwner, hostName: String) -> AttachmentRules {
        var rules = AttachmentRules(owner: owner)
        rules.masquerades = masquerades
        if checksSpoofing { rules.spoofChecks = [SpoofCheck(port: hostName, address: podMAC)] }
        return rules
    }

    /// The result of ADD: bridge, node's end, pod's end, and the bridge's own end in a VLAN.
    public func result(
        bridgeMAC: MACAddress, hostName: String, mtu: Int, sandbox: String,
        gatewayMAC: MACAddress? = nil
    ) -> CNIResult {
        var interfaces = [
            ResultInterface(name: bridge, mac: bridgeMAC.description, mtu: mtu),
            ResultInterface(name: hostName, mac: hostMAC.description, mtu: mtu),
            ResultInterface(
                name: interfaceName, mac: podMAC.description, mtu: mtu, sandbox: sandbox),
        ]
        if let gatewayMAC {
            interfaces.append(
                ResultInterface(name: gatewayLinkName, mac: gatewayMAC.description, mtu: mtu))
        }
        return CNIResult(
            interfaces: interfaces, addresses: addresses, routes: routes, dns: dns)
    }
}
