import KubernetesAPI
import NetworkAddress

/// What one port of a Service does with a packet, in one address family: everything the kernel must
/// be told of it, and nothing of how.
public struct ServicePortPlan: Hashable, Sendable {
    /// Which port of which Service.
    public var name: ServicePortName
    /// Where it is reached, ascending; each target once.
    public var frontends: [Frontend]
    /// Who gets connections under policy `Cluster`, ascending. Empty: nobody serves anywhere.
    public var clusterEndpoints: [WeightedEndpoint]
    /// Who gets connections under policy `Local`, ascending; empty also when no frontend needs it.
    public var localEndpoints: [WeightedEndpoint]
    /// Whether the cluster address leads to this node's endpoints alone.
    public var internalPolicy: TrafficPolicy
    /// Whether external addresses and node ports lead to this node's endpoints alone.
    public var externalPolicy: TrafficPolicy
    /// Endpoints that may live on this node, and so may reach themselves; ascending.
    public var hairpins: [IPAddress]
    /// How long a client stays with its endpoint, in seconds; nil without affinity.
    public var affinityTimeoutSeconds: Int?
    /// How an endpoint is chosen.
    public var method: ChoiceMethod
    /// Who may use the load-balancer addresses; nil: everybody.
    public var allowedSources: [IPPrefix]?
    /// What becomes of connections to an endpoint that was taken out.
    public var removal: RemovalPolicy
    /// Endpoints that are chosen in no scope and still serve the connections they have: terminating
    /// ones beside ready ones, and those that hints leave to other nodes; ascending. Told for UDP,
    /// and where `removal` is not `keep`; nobody else asks.
    public var retained: [SocketEndpoint]

    /// A plan from its parts.
    public init(
        name: ServicePortName, frontends: [Frontend],
        clusterEndpoints: [WeightedEndpoint], localEndpoints: [WeightedEndpoint] = [],
        internalPolicy: TrafficPolicy = .cluster, externalPolicy: TrafficPolicy = .cluster,
        hairpins: [IPAddress] = [], affinityTimeoutSeconds: Int? = nil,
        method: ChoiceMethod = .random, allowedSources: [IPPrefix]? = nil,
        removal: RemovalPolicy = .keep, retained: [SocketEndpoint] = []
    ) {
        self.name = name
        self.frontends = frontends
        self.clusterEndpoints = clusterEndpoints
        self.localEndpoints = localEndpoints
        self.internalPolicy = internalPolicy
        self.externalPolicy = externalPolicy
        self.hairpins = hairpins
        self.affinityTimeoutSeconds = affinityTimeoutSeconds
        self.method = method
        self.allowedSources = allowedSources
        self.removal = removal
        self.retained = retained
    }

    /// Who serves connections that there are already: what policies, hints and an endpoint's coming
    /// end decide is about new ones only.
    public var servingEndpoints: Set<SocketEndpoint> {
        var found = Set(clusterEndpoints.map(\.endpoint))
        found.formUnion(localEndpoints.map(\.endpoint))
        found.formUnion(retained)
        return found
    }

    /// What happens at a frontend of some kind.
    public func treatment(at kind: Frontend.Kind) -> Treatment {
        guard !clusterEndpoints.isEmpty else { return .refused }
        switch (kind, kind == .clusterIP ? internalPolicy : externalPolicy) {
        case (_, .cluster): return .translated(.cluster)
        case (.clusterIP, .local):
            return localEndpoints.isEmpty ? .dropped : .translated(.local)
        case (_, .local): return .shortCircuited
        }
    }

    /// What happens at a frontend.
    public enum Treatment: Hashable, Sendable {
        /// Nobody serves anywhere: refused at once.
        case refused
        /// Nobody serves on this node, where the policy wants it: dropped without an answer.
        case dropped
        /// One of these endpoints gets the connection.
        case translated(EndpointScope)
        /// External policy `Local`: a pod of this node gets an endpoint of `.cluster`, the node
        /// itself too and is masqueraded; everyone else gets one of `.local`, or is dropped when
        /// there is none.
        case shortCircuited
    }

    /// The endpoints of a scope.
    public func endpoints(_ scope: EndpointScope) -> [WeightedEndpoint] {
        scope == .cluster ? clusterEndpoints : localEndpoints
    }

    /// The scopes that some frontend leads to.
    public var scopes: Set<EndpointScope> {
        var found: Set<EndpointScope> = []
        for frontend in frontends {
            switch treatment(at: frontend.kind) {
            case .translated(let scope): found.insert(scope)
            case .shortCircuited: found.formUnion([.cluster, .local])
            case .refused, .dropped: break
            }
        }
        return found
    }
}

/// Which endpoints a policy chooses among.
public enum EndpointScope: Hashable, Sendable, CaseIterable {
    /// Those of the whole cluster, less what topology hints leave out.
    case cluster
    /// Those on this node.
    case local
}

/// An endpoint and how many shares of the connections it gets.
public struct WeightedEndpoint: Hashable, Sendable, Comparable {
    /// Address and port.
    public var endpoint: SocketEndpoint
    /// Its shares, from 1.
    public var weight: UInt16

    /// An endpoint; equal shares unless told otherwise.
    public init(_ endpoint: SocketEndpoint, weight: UInt16 = 1) {
        self.endpoint = endpoint
        self.weight = weight
    }

    public static func < (left: WeightedEndpoint, right: WeightedEndpoint) -> Bool {
        left.endpoint != right.endpoint
            ? left.endpoint < right.endpoint : left.weight < right.weight
    }
}

/// How an endpoint is chosen for a new connection.
public enum ChoiceMethod: Hashable, Sendable {
    /// By chance, by the endpoints' weights.
    case random
    /// By a hash of the client's address: the same client gets the same endpoint while that serves,
    /// on every node, and an endpoint that comes or goes moves few clients.
    case sourceHash
}

/// What becomes of connections to an endpoint that no longer serves.
public enum RemovalPolicy: Hashable, Sendable {
    /// They go on until their ends close them; as kube-proxy does. (UDP flows end at once.)
    case keep
    /// They are cut at once.
    case reset
    /// They are cut after so many seconds.
    case drain(seconds: Int)
}
