/// The chains that elements point to. How many there are follows from the largest number of
/// endpoints (its logarithm) and the distinct affinity timeouts, not from the number of Services.
package enum ServiceChain: Hashable, Sendable {
    /// Chooses among more than half of 2^bits and up to 2^bits endpoints.
    case pick(bits: Int)
    /// The same with affinity.
    case stick(bits: Int)
    /// The same for an external address: always masqueraded.
    case external(bits: Int)
    /// An external address with affinity.
    case externalStick(bits: Int)
    /// The same for a port of the node.
    case nodePort(bits: Int)
    /// A port of the node with affinity.
    case nodePortStick(bits: Int)
    /// Remembers where a client went for so many seconds.
    case remember(seconds: Int)

    /// More endpoints than 2^16 don't fit into a chain that draws.
    package static let maximumBits = 16

    /// The chain's name: the number is what it chooses among, or the seconds.
    package var name: String {
        switch self {
        case .pick(let bits): "pick-\(1 << bits)"
        case .stick(let bits): "stick-\(1 << bits)"
        case .external(let bits): "external-\(1 << bits)"
        case .externalStick(let bits): "external-stick-\(1 << bits)"
        case .nodePort(let bits): "node-port-\(1 << bits)"
        case .nodePortStick(let bits): "node-port-stick-\(1 << bits)"
        case .remember(let seconds): "remember-\(seconds)s"
        }
    }

    /// The chain of a name; nil for a base chain's, or one of another layout.
    package init?(name: String) {
        guard let dash = name.lastIndex(of: "-") else { return nil }
        let tail = name[name.index(after: dash)...]
        if name.hasPrefix("remember-"), tail.hasSuffix("s"), let seconds = Int(tail.dropLast()) {
            self = .remember(seconds: seconds)
            return
        }
        guard let count = Int(tail), count > 0, count.nonzeroBitCount == 1 else { return nil }
        let bits = count.trailingZeroBitCount
        switch name[..<dash] {
        case "pick": self = .pick(bits: bits)
        case "stick": self = .stick(bits: bits)
        case "external": self = .external(bits: bits)
        case "external-stick": self = .externalStick(bits: bits)
        case "node-port": self = .nodePort(bits: bits)
        case "node-port-stick": self = .nodePortStick(bits: bits)
        default: return nil
        }
    }

    /// The chains this one goes on to: they must stand before it.
    package var followers: [ServiceChain] {
        switch self {
        case .pick, .nodePort, .remember: []
        case .stick(let bits), .external(let bits): [.pick(bits: bits)]
        case .externalStick(let bits): [.stick(bits: bits)]
        case .nodePortStick(let bits): [.nodePort(bits: bits)]
        }
    }

    /// How many bits an index among so many endpoints has: 1 → 0, 2 → 1, 3…4 → 2, 5…8 → 3.
    package static func bits(endpoints count: Int) -> Int {
        count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
    }
}
