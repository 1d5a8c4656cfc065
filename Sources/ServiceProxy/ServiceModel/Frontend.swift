import NetworkAddress

/// An address and port at which a Service is reached.
public struct Frontend: Hashable, Sendable, Comparable {
    /// How the address came to be the Service's, which decides about masquerading.
    public enum Kind: Int, Sendable, Comparable {
        /// The Service's own address.
        case clusterIP
        /// One of `externalIPs`.
        case externalIP
        /// An ingress address of `status.loadBalancer`.
        case loadBalancer
        /// A port of every node.
        case nodePort

        public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    /// How the address came to be.
    public var kind: Kind
    /// What a packet is addressed to.
    public var target: Target

    /// A frontend from its parts.
    public init(_ kind: Kind, _ target: Target) {
        self.kind = kind
        self.target = target
    }

    public static func < (left: Frontend, right: Frontend) -> Bool {
        left.kind != right.kind ? left.kind < right.kind : left.target < right.target
    }

    /// What a packet is addressed to; two Services can't both have the same one.
    public struct Target: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// The address; nil for a port of the node's own addresses.
        public var address: IPAddress?
        /// TCP, UDP or SCTP.
        public var transport: TransportProtocol
        /// The port.
        public var port: Port

        /// A target from its parts.
        public init(address: IPAddress?, transport: TransportProtocol, port: Port) {
            self.address = address
            self.transport = transport
            self.port = port
        }

        public static func < (left: Target, right: Target) -> Bool {
            switch (left.address, right.address) {
            case (nil, .some): return false
            case (.some, nil): return true
            case (let one?, let other?) where one != other: return one < other
            default:
                return (left.transport.number, left.port) < (right.transport.number, right.port)
            }
        }

        /// `10.96.0.10:53/udp`, `[fd00::a]:53/udp`, `node:30053/udp`.
        public var description: String {
            guard let address else { return "node:\(port)/\(transport.name)" }
            return "\(SocketEndpoint(address, port))/\(transport.name)"
        }
    }
}
