import AddressManagement
import CNIProtocol
import PodRules
import RouteNetlink

extension InterfacePlugin {
    /// DEL. All steps are tried; the addresses are given back only when nothing can use them any
    /// more, and last, so that a DEL that was killed can be repeated.
    ///
    /// The rules go between the two halves of the removal of links: nothing goes through these any
    /// more, and the kernel's wait for the one runs beside its wait for the other.
    func delete() throws(CNIError) {
        var problems: [CNIError] = []
        func attempt(_ activity: String, _ body: () throws -> Void) {
            do throws(CNIError) {
                try StepTrace.step(activity) { () throws(CNIError) in
                    try CNIError.applying("\(activity) of \(attachment)", body)
                }
            } catch {
                problems.append(error)
            }
        }
        var removal: LinkRemoval?
        attempt("find links") {
            let links = try linksToDelete()
            removal = links
            try removal?.mark()
        }
        // Kept open: closing it waits for what was removed by it.
        var table: PodRuleTable?
        attempt("remove rules") {
            table = try PodRuleTable()
            try table?.remove(owner)
        }
        attempt("remove links") { try removal?.finish() }
        if problems.isEmpty {
            attempt("release addresses") { try sourceToRelease().release() }
        }
        withExtendedLifetime(table) {}
        guard let first = problems.first else { return }
        throw CNIError(first.code, problems.map(\.message).joined(separator: "; "))
    }

    /// A configuration that ADD refuses has no addresses to give back.
    private func sourceToRelease() -> any AddressSource {
        do {
            return try addressSource(for: AddressUse(existing: .reuse))
        } catch {
            return NoAddresses()
        }
    }

    /// The links of the attachment: the node's ends of its pairs, by their names or as the previous
    /// result names them; else the pod's end, when the reference plugin made it.
    private func linksToDelete() throws -> LinkRemoval {
        let node = try RouteSocket()
        var removal = LinkRemoval(node)
        for index in try HostLinks(node).find(hostLink) { removal.add(index) }
        for index in try linksOfResult(node) { removal.add(index) }
        for index in try additionalLinks(node) { removal.add(index) }
        guard removal.isEmpty,
            let pod = try PodNamespace(ifPresent: invocation.namespacePath),
            let link = try pod.socket.link(named: attachment.interfaceName), link.kind == .veth
        else { return removal }
        // Its other end goes with it.
        var inside = LinkRemoval(pod.socket)
        inside.add(link.index)
        try inside.mark()
        return inside
    }

    /// What the previous result names, when the reference plugin made it.
    private func linksOfResult(_ node: RouteSocket) throws -> [LinkIndex] {
        let named = (configuration.previousResult?.interfaces ?? []).filter {
            $0.sandbox == nil && $0.name.hasPrefix("veth")
        }
        return try named.compactMap { said in
            guard let link = try node.link(named: said.name), link.kind == .veth,
                link.alias == nil, link.mac?.description == said.mac
            else { return nil }
            return link.index
        }
    }
}
