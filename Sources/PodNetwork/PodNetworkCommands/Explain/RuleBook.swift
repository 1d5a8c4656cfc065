import NetworkAddress
import PodRules

/// What the pods' rules say of a packet. Pure.
package struct RuleBook {
    let rules: [AttachmentRules]

    /// A book of rules.
    package init(rules: [AttachmentRules]) { self.rules = rules }

    /// A host port that a packet is for.
    package struct Match: Hashable {
        /// The port.
        package var port: HostPort
        /// Whose it is.
        package var owner: RuleOwner
        /// Whether the packet leaves for the pod with the node's address.
        package var isMasqueraded: Bool
    }

    /// The host port that a packet to one of the node's addresses is for. Ports of one address
    /// come before those of all.
    package func hostPort(
        to address: IPAddress, _ port: Port, _ transport: TransportProtocol, from source: IPAddress?
    ) -> Match? {
        var best: Match?
        for rules in rules {
            for candidate in rules.hostPorts {
                guard candidate.hostPort == port, candidate.transport == transport,
                    candidate.podAddress.family == address.family,
                    candidate.hostAddress == nil || candidate.hostAddress == address
                else { continue }
                if best != nil, candidate.hostAddress == nil { continue }
                best = Match(
                    port: candidate, owner: rules.owner,
                    isMasqueraded: isMasqueraded(candidate, source))
            }
        }
        return best
    }

    private func isMasqueraded(_ port: HostPort, _ source: IPAddress?) -> Bool {
        switch port.masquerading {
        case .none: return false
        case .all: return true
        case .local:
            guard let source else { return false }
            let isLoopback = source.family == .ipv4 && source.isLoopback
            return isLoopback || port.podAddress.prefix.contains(source)
        }
    }

    /// The network of the rule that gives a pod's packet to elsewhere the node's address.
    package func masquerade(from source: IPAddress, to destination: IPAddress) -> IPPrefix? {
        guard !destination.isMulticast else { return nil }
        for rules in rules {
            for pod in rules.masquerades
            where pod.address == source && !pod.prefix.contains(destination) {
                return pod.prefix
            }
        }
        return nil
    }

    /// The hardware addresses that may send at a bridge's port; nil when all may.
    package func senders(at port: String) -> Set<MACAddress>? {
        let checks = rules.flatMap(\.spoofChecks).filter { $0.port == port }
        return checks.isEmpty ? nil : Set(checks.map(\.address))
    }

    /// The policy that forbids what is routed from a bridge to a pod.
    package func policy(to address: IPAddress, from bridge: String) -> IngressRule.Policy? {
        let all = rules.flatMap(\.ingress)
        guard all.contains(where: { $0.bridge == bridge }) else { return nil }
        let own = all.filter { $0.address == address && $0.policy != .open }
        guard let first = own.first else { return nil }
        let isOwnBridge = own.contains { $0.policy == .sameBridge && $0.bridge == bridge }
        return isOwnBridge ? nil : first.policy
    }

    /// Whether a pod hears nothing from the other ports of its bridge.
    package func isIsolated(_ address: IPAddress) -> Bool {
        rules.flatMap(\.ingress).contains { $0.address == address && $0.policy == .isolated }
    }
}
