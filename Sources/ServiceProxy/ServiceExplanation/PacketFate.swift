import NetworkAddress
import ServiceModel

/// What becomes of a packet.
public enum PacketFate: Hashable, Sendable {
    /// It is left alone: it is addressed to no Service.
    case untouched
    /// It is answered with a reset, or with port unreachable.
    case refused
    /// It vanishes.
    case dropped
    /// One of these gets it; their chances sum up to 1.
    case translated([Candidate])

    /// An endpoint that may get it.
    public struct Candidate: Hashable, Sendable {
        /// The endpoint.
        public var endpoint: SocketEndpoint
        /// Its chance, above 0 and up to 1.
        public var chance: Double
        /// Whether it sees one of the node's addresses instead of the packet's source.
        public var isMasqueraded: Bool

        /// A candidate.
        public init(endpoint: SocketEndpoint, chance: Double, isMasqueraded: Bool) {
            self.endpoint = endpoint
            self.chance = chance
            self.isMasqueraded = isMasqueraded
        }
    }
}

/// A fate with its causes.
public struct PacketExplanation: Hashable, Sendable {
    /// What becomes of the packet.
    public var fate: PacketFate
    /// The Service port that it reached; nil for none.
    public var service: ServicePortName?
    /// The frontend that it was addressed to.
    public var frontend: Frontend?
    /// Why, one step a sentence, in the order in which the kernel decides.
    public var reasons: [String]

    /// An explanation.
    public init(
        fate: PacketFate, service: ServicePortName? = nil, frontend: Frontend? = nil,
        reasons: [String] = []
    ) {
        self.fate = fate
        self.service = service
        self.frontend = frontend
        self.reasons = reasons
    }
}
