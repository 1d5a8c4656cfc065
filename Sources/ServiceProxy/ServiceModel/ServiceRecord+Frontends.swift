import NetworkAddress

extension ServiceRecord {
    /// Where a port is reached in a family, ascending; a target that comes twice counts as the
    /// first.
    func frontends(of port: ServedPort, _ family: AddressFamily) -> [Frontend] {
        var found: [Frontend] = []
        func add(_ kind: Frontend.Kind, _ address: IPAddress?, _ number: Port) {
            let target = Frontend.Target(
                address: address, transport: port.transport, port: number)
            // A handful: comparing them is cheaper than a set.
            if !found.contains(where: { $0.target == target }) {
                found.append(Frontend(kind, target))
            }
        }
        func add(_ kind: Frontend.Kind, _ addresses: [IPAddress]) {
            for address in addresses where address.family == family {
                add(kind, address, port.port)
            }
        }
        add(.clusterIP, clusterIPs)
        // An address that is guarded as a load balancer's stays guarded if it is external, too.
        if sourceRanges != nil { add(.loadBalancer, ingress) }
        add(.externalIP, externalIPs)
        add(.loadBalancer, ingress)
        if port.nodePort.rawValue != 0 { add(.nodePort, nil, port.nodePort) }
        return found.count > 1 ? found.sorted() : found
    }

    /// Who may use the load-balancer addresses of a family: disjoint prefixes, ascending; nil for
    /// everybody.
    ///
    /// Where one of the node's addresses may, the load-balancer addresses themselves may too: they
    /// are often the node's own, and then the source of what it sends to them.
    func allowedSources(
        _ family: AddressFamily, nodeAddresses: [IPAddress]
    ) -> [IPPrefix]? {
        guard let sourceRanges, ingress.contains(where: { $0.family == family }) else {
            return nil
        }
        var allowed = sourceRanges.filter { $0.family == family }
        // As kube-proxy: ranges of one family say nothing of the other. Where none can be used at
        // all, nobody gets in.
        if allowed.isEmpty, !sourceRanges.isEmpty { return nil }
        let hasNode = allowed.contains { range in nodeAddresses.contains(where: range.contains) }
        if hasNode { allowed += ingress.filter { $0.family == family }.map(IPPrefix.init) }
        var found: [IPPrefix] = []
        // Ascending, a prefix comes after those that hold it.
        for range in allowed.sorted() where found.last?.contains(range) != true {
            found.append(range)
        }
        return found
    }
}
