import NetworkAddress
import ServiceModel

/// Whether a packet comes from a pod of this node, as far as `detectLocalMode` tells, and why.
enum PacketOrigin: Hashable, Sendable {
    case localPod(String)
    case foreign(String)
    /// Nothing tells local pods from others.
    case unknown(String)

    var isLocalPod: Bool {
        if case .localPod = self { return true }
        return false
    }

    var isForeign: Bool {
        if case .foreign = self { return true }
        return false
    }

    /// The cause, as the second half of a sentence.
    var reason: String {
        switch self {
        case .localPod(let reason), .foreign(let reason), .unknown(let reason): reason
        }
    }
}

extension PodLocality {
    func origin(of packet: Packet) -> PacketOrigin {
        switch self {
        case .unknown: return .unknown("nothing tells local pods from others")
        case .prefixes(let all):
            let own = all.filter { $0.family == packet.source.family }
            if own.isEmpty {
                return .unknown("no \(packet.source.family) prefix of local pods is known")
            }
            if let prefix = own.first(where: { $0.contains(packet.source) }) {
                return .localPod("\(packet.source) is in \(prefix), as local pods are")
            }
            let list = own.map(\.description).joined(separator: ", ")
            return .foreign("\(packet.source) is not in \(list), where local pods are")
        case .bridge(let name):
            let isLocal = packet.arrivingInterface == name
            return isLocal
                ? .localPod("it arrives by \(name), as local pods' packets do")
                : .foreign("it doesn't arrive by \(name), as local pods' packets do")
        case .interfacePrefix(let prefix):
            if let name = packet.arrivingInterface, name.hasPrefix(prefix) {
                return .localPod("it arrives by \(name), as local pods' packets do")
            }
            return .foreign("it doesn't arrive by an interface \(prefix)…, as local pods' do")
        }
    }
}

extension Packet {
    /// What the node itself sends has arrived nowhere.
    fileprivate var arrivingInterface: String? { isFromNode ? nil : interface }
}
