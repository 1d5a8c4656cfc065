/// A chain; with a hook it sees packets by itself, without it is jumped to.
public struct Chain: Hashable, Sendable {
    /// The table it belongs to.
    public var table: TableReference
    /// Unique in its table.
    public var name: ChainName
    /// Where packets come in; nil for a chain that is jumped to.
    public var hook: Hook?
    /// For people; `nft` shows it.
    public var comment: String?
    /// The kernel's number for it; nil in a plan.
    public var handle: UInt64?

    /// Made of its parts.
    public init(
        _ name: ChainName, in table: TableReference, hook: Hook? = nil, comment: String? = nil,
        handle: UInt64? = nil
    ) {
        self.table = table
        self.name = name
        self.hook = hook
        self.comment = comment
        self.handle = handle
    }
}

/// Where and how a base chain meets packets.
public struct Hook: Hashable, Sendable {
    /// The kind of chain.
    public var type: ChainType
    /// Where on a packet's way.
    public var point: HookPoint
    /// Lower comes first; −300 (raw) … 300. Names: `Priority`.
    public var priority: Int32
    /// What becomes of packets that no rule decides on.
    public var policy: Policy
    /// The device, in the netdev family.
    public var device: String?

    /// Made of its parts.
    public init(
        _ type: ChainType, _ point: HookPoint, priority: Int32, policy: Policy = .accept,
        device: String? = nil
    ) {
        self.type = type
        self.point = point
        self.priority = priority
        self.policy = policy
        self.device = device
    }

    /// What becomes of packets that no rule decides on.
    public enum Policy: Hashable, Sendable { case accept, drop }
}

/// The kind of a base chain.
public enum ChainType: Hashable, Sendable {
    case filter
    /// Sees the first packet of a connection only.
    case nat
    /// A changed packet is routed again.
    case route
    case unknown(String)

    /// The kind of a name.
    public init(name: String) {
        switch name {
        case "filter": self = .filter
        case "nat": self = .nat
        case "route": self = .route
        default: self = .unknown(name)
        }
    }

    /// `nft`'s word.
    public var name: String {
        switch self {
        case .filter: "filter"
        case .nat: "nat"
        case .route: "route"
        case .unknown(let name): name
        }
    }
}

/// Where on a packet's way. C: NF_INET_PRE_ROUTING …
public enum HookPoint: Hashable, Sendable {
    case prerouting, input, forward, output, postrouting, ingress
    case unknown(UInt32)

    /// The numbers mean the same in the families ip, ip6, inet and bridge; netdev has ingress only.
    init(number: UInt32, family: NftablesFamily) {
        switch (number, family) {
        case (0, .netdev), (5, .inet): self = .ingress
        case (0, _): self = .prerouting
        case (1, _): self = .input
        case (2, _): self = .forward
        case (3, _): self = .output
        case (4, _): self = .postrouting
        default: self = .unknown(number)
        }
    }

    func number(family: NftablesFamily) -> UInt32 {
        switch self {
        case .prerouting: 0
        case .input: 1
        case .forward: 2
        case .output: 3
        case .postrouting: 4
        case .ingress: family == .netdev ? 0 : 5
        case .unknown(let number): number
        }
    }

    /// `nft`'s word.
    public var name: String {
        switch self {
        case .prerouting: "prerouting"
        case .input: "input"
        case .forward: "forward"
        case .output: "output"
        case .postrouting: "postrouting"
        case .ingress: "ingress"
        case .unknown(let number): "hook-\(number)"
        }
    }
}

/// The priorities that have names in the families ip, ip6 and inet.
public enum Priority {
    /// Before connections are tracked. C: NF_IP_PRI_RAW
    public static let raw: Int32 = -300
    /// C: NF_IP_PRI_MANGLE
    public static let mangle: Int32 = -150
    /// `dstnat`. C: NF_IP_PRI_NAT_DST
    public static let destinationNAT: Int32 = -100
    /// C: NF_IP_PRI_FILTER
    public static let filter: Int32 = 0
    /// C: NF_IP_PRI_SECURITY
    public static let security: Int32 = 50
    /// `srcnat`. C: NF_IP_PRI_NAT_SRC
    public static let sourceNAT: Int32 = 100
}
