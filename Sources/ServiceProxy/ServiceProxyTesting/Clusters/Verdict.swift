import NetworkAddress
import ServiceExplanation

/// Whether what happened to a probe is what was said of it.
public enum Verdict: Hashable, Sendable {
    /// It is.
    case agrees
    /// A bed can't show it: an answer that would come from the client's own address.
    case unobservable
    /// It is not.
    case differs(String)

    /// Compares a result with an explanation.
    public init(_ result: ProbeResult, _ explanation: PacketExplanation) {
        switch (explanation.fate, result.outcome) {
        case (.refused, .refused), (.dropped, .silent): self = .agrees
        case (.untouched, let outcome):
            self =
                BedNature.outcomes(of: result).contains(outcome)
                ? .agrees : Self.no(result, explanation)
        case (.translated(let candidates), let outcome):
            if candidates.contains(where: { Self.isBlind(result, $0) }) {
                self = .unobservable
            } else if case .answered(let sighting) = outcome,
                candidates.contains(where: {
                    $0.endpoint == sighting.endpoint
                        && BedNature.sources(of: result, at: $0).contains(sighting.source)
                })
            {
                self = .agrees
            } else {
                self = Self.no(result, explanation)
            }
        default: self = Self.no(result, explanation)
        }
    }

    /// Whether the answer would not come back through the node under test: from the client's own
    /// address, or from a node to its own pod.
    private static func isBlind(_ result: ProbeResult, _ candidate: PacketFate.Candidate) -> Bool {
        guard !candidate.isMasqueraded, result.probe.from != .nodeA else { return false }
        let host = BedNature.owner(of: candidate.endpoint.address)
        return candidate.endpoint.address == result.source
            || host == .nodeB && result.probe.from.node == .nodeB
    }

    private static func no(_ result: ProbeResult, _ explanation: PacketExplanation) -> Verdict {
        .differs(
            "\(result.probe) from \(result.source): \(result.outcome); said: \(explanation.fate) "
                + explanation.reasons.joined(separator: "; "))
    }
}

/// What a bed does of itself.
enum BedNature {
    /// What becomes of a connection that the proxy lets pass.
    static func outcomes(of result: ProbeResult) -> [ProbeOutcome] {
        let probe = result.probe
        guard let host = owner(of: probe.address) else { return [.unreachable] }
        if host != .gateway, BedHost.ports.contains(probe.port) {
            let endpoint = SocketEndpoint(probe.address, probe.port)
            return [.answered(Sighting(endpoint: endpoint, source: result.source))]
        }
        return probe.transport == .sctp ? [.silent] : [.refused]
    }

    /// Whom an endpoint sees.
    static func sources(
        of result: ProbeResult, at candidate: PacketFate.Candidate
    ) -> [IPAddress] {
        guard candidate.isMasqueraded else { return [result.source] }
        let family = result.probe.address.family
        let host = owner(of: candidate.endpoint.address)
        if host == .nodeA {
            // What never leaves the node keeps its source; its own may become any of its own.
            return result.probe.from == .nodeA ? BedHost.nodeA.addresses(family) : [result.source]
        }
        if host?.node == .nodeA { return [BedAddress.pod(0, 1, family)] }
        return [BedAddress.lan(1, family), BedAddress.second(family)]
    }

    static func owner(of address: IPAddress) -> BedHost? {
        BedHost.allCases.first { $0.addresses(address.family).contains(address) }
    }
}
