import NetworkAddress

/// Which of the node's addresses its node ports answer on.
public enum NodePortAddresses: Hashable, Sendable {
    /// The Node object's first address of each family.
    case primary
    /// All addresses of the node within these prefixes; a family without one means all of it.
    case prefixes([IPPrefix])

    /// From the words of a flag or a file: `primary` alone, or prefixes.
    public init(_ words: [String]) throws(ConfigurationError) {
        if words.isEmpty || words == ["primary"] {
            self = .primary
            return
        }
        var prefixes: [IPPrefix] = []
        for word in words {
            guard let prefix = IPPrefix(word) else {
                throw ConfigurationError(
                    field: "nodePortAddresses",
                    reason: "expected \"primary\" alone, or prefixes such as 192.0.2.0/24, "
                        + "found \"\(word)\"")
            }
            prefixes.append(prefix)
        }
        self = .prefixes(prefixes)
    }

    /// The addresses that answer.
    ///
    /// Loopback addresses never do: what comes from one can't leave the node.
    ///
    /// - Parameters:
    ///   - primary: the Node object's primary addresses.
    ///   - assigned: what the node's links carry.
    public func addresses(primary: [IPAddress], assigned: [IPAddress]) -> Set<IPAddress> {
        switch self {
        case .primary: return Set(primary)
        case .prefixes(let prefixes):
            return Set(
                assigned.filter { address in
                    guard !address.isLoopback, !address.isLinkLocal else { return false }
                    let family = prefixes.filter { $0.family == address.family }
                    return family.isEmpty || family.contains { $0.contains(address) }
                })
        }
    }
}
