import NetworkAddress
import ServiceExplanation

/// A row of the semantics: a cluster, and what becomes of packets in it. Every row is asked in both
/// families and of each transport, of the model and of the kernel.
public struct PacketCase: Sendable, CustomStringConvertible {
    /// What is shown, in a sentence.
    public var about: String
    /// The cluster.
    public var cluster: ClusterSketch
    /// The packets.
    public var rows: [Row]

    /// A case from its parts.
    public init(_ about: String, _ cluster: ClusterSketch, _ rows: [Row]) {
        self.about = about
        self.cluster = cluster
        self.rows = rows
    }

    /// What it is about.
    public var description: String { about }

    /// Who asks whom, and what becomes of it.
    public struct Row: Hashable, Sendable, CustomStringConvertible {
        /// Who asks.
        public var from: BedHost
        /// Where.
        public var to: CaseTarget
        /// What becomes of it.
        public var expected: CaseOutcome

        /// A row from its parts.
        public init(_ from: BedHost, _ to: CaseTarget, _ expected: CaseOutcome) {
            self.from = from
            self.to = to
            self.expected = expected
        }

        /// `podA1 → cluster(1, port: 80): dropped`.
        public var description: String { "\(from.rawValue) → \(to): \(expected.words)" }

        /// The row in one family, of one transport.
        public func probe(
            _ family: AddressFamily, _ transport: TransportProtocol
        ) -> BedProbe {
            let endpoint = to.endpoint(family)
            return BedProbe(
                from: from, to: endpoint.address, port: endpoint.port, transport: transport)
        }
    }
}

/// What a packet of a case is addressed to.
public enum CaseTarget: Hashable, Sendable {
    /// A Service's cluster address, by the Service's number.
    case cluster(Int, port: Port = 80)
    /// An address outside of the cluster, by its number.
    case outside(Int, port: Port = 80)
    /// A Service's node port, by its number, at the node's first address.
    case nodePort(Int)
    /// The same at the node's second address.
    case secondNodePort(Int)
    /// The same at the bridge's own address.
    case bridgeNodePort(Int)
    /// The node's second address.
    case node(port: Port)
    /// Somebody's own address.
    case host(BedHost, port: Port)

    /// The address and port in a family.
    public func endpoint(_ family: AddressFamily) -> SocketEndpoint {
        switch self {
        case .cluster(let number, let port):
            SocketEndpoint(BedAddress.cluster(number, family), port)
        case .outside(let number, let port):
            SocketEndpoint(BedAddress.outside(number, family), port)
        case .nodePort(let number):
            SocketEndpoint(BedHost.nodeA.address(family), ServiceSketch(number).nodePort)
        case .secondNodePort(let number):
            SocketEndpoint(BedAddress.second(family), ServiceSketch(number).nodePort)
        case .bridgeNodePort(let number):
            SocketEndpoint(BedAddress.pod(0, 1, family), ServiceSketch(number).nodePort)
        case .node(let port): SocketEndpoint(BedAddress.second(family), port)
        case .host(let host, let port): SocketEndpoint(host.address(family), port)
        }
    }
}

/// What becomes of a packet of a case.
public enum CaseOutcome: Hashable, Sendable {
    /// It is refused at once.
    case refused
    /// It vanishes.
    case dropped
    /// The proxy lets it pass.
    case untouched
    /// One of these gets it, at port 8080, and sees the client.
    case kept([BedHost])
    /// One of these gets it, at port 8080, and sees the node.
    case masqueraded([BedHost])
    /// One of the first, who see the client, or of the second, who see the node.
    case mixed(kept: [BedHost], masqueraded: [BedHost])

    /// Whether an explanation says exactly that: the same candidates, seen the same way, with equal
    /// chances.
    public func isSaid(by explanation: PacketExplanation, _ family: AddressFamily) -> Bool {
        switch (self, explanation.fate) {
        case (.refused, .refused), (.dropped, .dropped), (.untouched, .untouched): return true
        case (.kept(let hosts), .translated(let found)):
            return isSame(found, hosts, [], family)
        case (.masqueraded(let hosts), .translated(let found)):
            return isSame(found, [], hosts, family)
        case (.mixed(let kept, let masqueraded), .translated(let found)):
            return isSame(found, kept, masqueraded, family)
        default: return false
        }
    }

    private func isSame(
        _ found: [PacketFate.Candidate], _ kept: [BedHost], _ masqueraded: [BedHost],
        _ family: AddressFamily
    ) -> Bool {
        func seen(_ isMasqueraded: Bool) -> Set<SocketEndpoint> {
            Set(found.filter { $0.isMasqueraded == isMasqueraded }.map(\.endpoint))
        }
        func expected(_ hosts: [BedHost]) -> Set<SocketEndpoint> {
            Set(hosts.map { SocketEndpoint($0.address(family), 8080) })
        }
        return seen(false) == expected(kept) && seen(true) == expected(masqueraded)
            && abs(found.reduce(0) { $0 + $1.chance } - 1) < 1e-9
    }

    fileprivate var words: String {
        switch self {
        case .refused: "refused"
        case .dropped: "dropped"
        case .untouched: "untouched"
        case .kept(let hosts): "kept \(hosts.map(\.rawValue))"
        case .masqueraded(let hosts): "masqueraded \(hosts.map(\.rawValue))"
        case .mixed(let kept, let masqueraded):
            "kept \(kept.map(\.rawValue)), masqueraded \(masqueraded.map(\.rawValue))"
        }
    }

    /// Those who may get it.
    public var hosts: [BedHost] {
        switch self {
        case .refused, .dropped, .untouched: []
        case .kept(let hosts), .masqueraded(let hosts): hosts
        case .mixed(let kept, let masqueraded): kept + masqueraded
        }
    }
}
