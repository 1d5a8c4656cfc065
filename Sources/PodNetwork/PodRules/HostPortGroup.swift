import NetworkAddress
import Nftables

/// Host ports of pods of one network that are treated alike: two maps, and the chain that asks
/// them; made with the first of them. A node has as many as it has networks with host ports.
package struct HostPortGroup: Hashable {
    /// The pods' network.
    package let network: IPPrefix
    /// Whose packets are masqueraded.
    package let masquerading: HostPort.Masquerading
    /// The bit of a packet's mark that says so.
    package let markBit: Int
    /// What else must hold of a packet.
    package let conditions: [PacketCondition]

    /// The group that a port is of.
    package init(_ port: HostPort) {
        network = port.podAddress.prefix
        masquerading = port.masquerading
        markBit = port.masquerading == .none ? HostPort.defaultMarkBit : port.markBit
        conditions = port.conditions
    }

    init(
        network: IPPrefix, masquerading: HostPort.Masquerading, markBit: Int,
        conditions: [PacketCondition]
    ) {
        self.network = network
        self.masquerading = masquerading
        self.markBit = markBit
        self.conditions = conditions
    }

    var family: AddressFamily { network.family }

    /// The number that sets ports of different conditions apart; 0 without any.
    var conditionNumber: UInt32 {
        guard !conditions.isEmpty else { return 0 }
        let text = conditions.map(\.name).joined(separator: Self.separator)
        return UInt32(truncatingIfNeeded: StableHash.of(text)) | 1
    }

    /// A port of every address of the node → address and port of a pod.
    package var ports: NftSet {
        NftSet(
            Self.portsStart + name, in: RuleTables.routed,
            key: .fields(.l4Protocol, .destinationPort), data: target)
    }

    /// Address and port of the node → address and port of a pod.
    package var addressPorts: NftSet {
        NftSet(
            Self.addressPortsStart + name, in: RuleTables.routed,
            key: .fields(RuleTables.destination(family), .l4Protocol, .destinationPort),
            data: target)
    }

    private var target: SetData { .value(RuleTables.destination(family), .destinationPort) }

    private static let portsStart = "ports-"
    private static let addressPortsStart = "address-ports-"
    private static let separator = "--"
    /// C: NFT_CHAIN_MAXNAMELEN, less what stands before the name.
    private static let longestName = 100
}

// Names say all that a group is, so that it can be read back from the kernel.
extension HostPortGroup {
    /// `10.244.1.0/24--all--mark-14--not-from-192.0.2.0/24`
    var name: String {
        let first = RuleTables.name(network)
        var text = first
        switch masquerading {
        case .none: text += Self.separator + "none"
        case .local: break
        case .all: text += Self.separator + "all"
        }
        if markBit != HostPort.defaultMarkBit { text += "\(Self.separator)mark-\(markBit)" }
        for condition in conditions { text += Self.separator + condition.name }
        if text.utf8.count <= Self.longestName { return text }
        return first + Self.separator + "other-" + String(StableHash.of(text), radix: 16)
    }

    /// Reads the name of one of a group's maps.
    package init?(set name: String) {
        let starts = [Self.addressPortsStart, Self.portsStart]
        guard let start = starts.first(where: { name.hasPrefix($0) }) else { return nil }
        let rest = name.dropFirst(start.count)
        let words = Self.split(String(rest))
        guard let first = words.first,
            let network = IPPrefix(first.map { $0 == "_" ? ":" : String($0) }.joined())
        else { return nil }
        var masquerading = HostPort.Masquerading.local
        var markBit = HostPort.defaultMarkBit
        var conditions: [PacketCondition] = []
        for word in words.dropFirst() {
            switch word {
            case "none": masquerading = .none
            case "all": masquerading = .all
            default:
                if word.hasPrefix("mark-"), let bit = Int(word.dropFirst(5)) {
                    markBit = bit
                } else if let condition = PacketCondition(name: word) {
                    conditions.append(condition)
                }
            }
        }
        self.init(
            network: network, masquerading: masquerading, markBit: markBit, conditions: conditions)
    }

    private static func split(_ text: String) -> [String] {
        var words: [String] = [""]
        var rest = Substring(text)
        while let character = rest.first {
            if rest.hasPrefix(separator) {
                words.append("")
                rest = rest.dropFirst(separator.count)
            } else {
                words[words.count - 1].append(character)
                rest = rest.dropFirst()
            }
        }
        return words
    }
}
