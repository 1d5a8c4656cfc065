import AddressManagement
import CNIProtocol
import PodRules
import RouteNetlink

/// A plugin that makes a pod's interface: a pair of links, with addresses from an address plugin.
///
/// All of them name the node's end alike, and hold their rules under their own type: what removes,
/// collects and checks these is common.
protocol InterfacePlugin: CNIPlugin {
    /// The type in a configuration.
    static var name: String { get }

    /// Links on the node, beside the pair, that DEL removes.
    func additionalLinks(_ node: RouteSocket) throws -> [LinkIndex]
}

extension InterfacePlugin {
    func additionalLinks(_ node: RouteSocket) throws -> [LinkIndex] { [] }

    /// The name that the node's end of the pair is found by.
    var hostLink: HostLinkName { HostLinkName(network: configuration.name, attachment: attachment) }

    /// Whose the attachment's rules are.
    var owner: RuleOwner {
        RuleOwner(network: configuration.name, attachment: attachment, plugin: Self.name)
    }

    /// Where addresses come from.
    func addressSource(for use: AddressUse) throws(CNIError) -> any AddressSource {
        try AddressSources.source(invocation, configuration, for: use)
    }

    /// What an ADD tells the address plugin.
    func addressUse(isRouted: Bool, _ node: RouteSocket) -> AddressUse {
        let links = HostLinks(node)
        let network = configuration.name
        return AddressUse(existing: .reuse, isRouted: isRouted) {
            links.isConnected($0, network: network)
        }
    }

    /// A socket in the node's namespace.
    func nodeSocket() throws(CNIError) -> RouteSocket {
        try CNIError.applying("open a socket") { try RouteSocket() }
    }

    /// What ADD gets from the address plugin.
    /// - Throws: code 7 when there is one, and it gave no address.
    func reserve(_ source: any AddressSource) throws(CNIError) -> AddressGrant {
        if source is NoAddresses { return try source.reserve() }
        let grant = try StepTrace.step("addresses") { () throws(CNIError) in
            try source.reserve()
        }
        guard !grant.result.addresses.isEmpty else {
            source.undo(grant)
            throw CNIError(
                .invalidConfiguration,
                "ipam: \((try? configuration.ipam["type"].string()) ?? "") gave no address")
        }
        return grant
    }

    /// What is said for the pod's interface in a result.
    func addresses(in result: CNIResult) -> [ResultAddress] {
        result.addresses.filter { address in
            guard let index = address.interface else { return true }
            guard result.interfaces.indices.contains(index) else { return false }
            return result.interfaces[index].name == invocation.interfaceName
        }
    }
}
