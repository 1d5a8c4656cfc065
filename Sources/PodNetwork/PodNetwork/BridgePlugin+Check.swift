import AddressManagement
import CNIProtocol
import NetworkAddress
import RouteNetlink

extension BridgePlugin {
    /// CHECK: compares what is there with what ADD said. Only what this plugin made is looked at;
    /// plugins behind it may have added to it.
    func check() throws(CNIError) {
        let options = try BridgeConfiguration(configuration, arguments: invocation.arguments)
        guard let result = configuration.previousResult else {
            throw configuration.root["prevResult"].invalid("the result of ADD")
        }
        let pod = try PodNamespace(path: invocation.namespacePath)
        let addresses = result.addresses.filter { address in
            guard let index = address.interface else { return true }
            guard result.interfaces.indices.contains(index) else { return false }
            return result.interfaces[index].name == invocation.interfaceName
        }
        try CNIError.applying("check \(attachment)") {
            let link = try checkPodLink(pod, result)
            try checkNode(options, result)
            try checkStack(pod, link, addresses, result)
            try checkRecords(addresses)
            if options.masquerades { try checkMasquerade(addresses) }
        }
    }

    private func failure(_ message: String) -> CNIError { CNIError(.checkFailed, message) }

    private func checkPodLink(_ pod: PodNamespace, _ result: CNIResult) throws -> Link {
        let name = invocation.interfaceName
        guard let link = try pod.socket.link(named: name) else {
            throw failure("the pod has no interface \(name)")
        }
        guard link.kind == .veth else { throw failure("\(name) is no end of a pair") }
        let said = result.interfaces.first {
            $0.name == name && $0.sandbox == invocation.namespacePath
        }
        guard let said else { throw failure("prevResult has no interface \(name) in the pod") }
        if let mac = said.mac, mac != link.mac?.description {
            throw failure("\(name) has the hardware address \(link.mac ?? .zero), not \(mac)")
        }
        guard link.flags.contains(.up) else { throw failure("\(name) is down") }
        return link
    }

    private func checkNode(_ options: BridgeConfiguration, _ result: CNIResult) throws {
        let node = try RouteSocket()
        guard let bridge = try node.link(named: options.bridge), bridge.kind.isBridge else {
            throw failure("there is no bridge \(options.bridge)")
        }
        let outside = result.interfaces.filter { $0.sandbox == nil && $0.name != options.bridge }
        guard let said = outside.first else { throw failure("prevResult has no end on the node") }
        guard let link = try node.link(named: said.name), link.kind == .veth else {
            throw failure("the node has no pair's end \(said.name)")
        }
        guard link.master == bridge.index else {
            throw failure("\(said.name) is no port of \(options.bridge)")
        }
        if let mac = said.mac, mac != link.mac?.description {
            throw failure("\(said.name) has the hardware address \(link.mac ?? .zero), not \(mac)")
        }
    }

    private func checkStack(
        _ pod: PodNamespace, _ link: Link, _ addresses: [ResultAddress], _ result: CNIResult
    ) throws {
        let present = try pod.socket.addresses(of: link.index).map(\.address)
        for address in addresses where !present.contains(address.address) {
            throw failure("\(link.name) has no address \(address.address)")
        }
        let routes = try pod.socket.routes()
        for said in result.routes {
            let isPresent = routes.contains { route in
                route.prefix == said.destination
                    && (said.gateway == nil || route.gateway == said.gateway)
            }
            guard isPresent else { throw failure("the pod has no route to \(said.destination)") }
        }
    }

    private func checkRecords(_ addresses: [ResultAddress]) throws {
        guard let records = try records() else { return }
        for address in addresses.map(\.address.address)
        where try !records.isHeld(address, by: attachment) {
            throw failure("\(address) is not held for \(attachment)")
        }
    }

    private func checkMasquerade(_ addresses: [ResultAddress]) throws {
        let masquerade = try Masquerade()
        for address in addresses.map(\.address)
        where try masquerade.comment(of: address.address, in: address.prefix) == nil {
            throw failure("\(address.address) is not masqueraded")
        }
    }
}
