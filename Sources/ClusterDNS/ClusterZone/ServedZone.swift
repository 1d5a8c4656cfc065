import DNSMessage
import NetworkAddress

/// A zone the index answers for.
struct ServedZone: Sendable {
    enum Kind: Sendable { case cluster, reverse4, reverse6, other }

    let kind: Kind
    /// In lower case.
    let name: DNSName
    let wire: [UInt8]
    let labelCount: Int

    init(_ name: DNSName, kind: Kind) {
        self.name = name.lowercased
        self.kind = kind
        wire = self.name.wire
        labelCount = name.labels.count
    }

    /// A zone for addresses; what is below neither tree has an apex and nothing else.
    static func reverse(_ name: DNSName) -> ServedZone {
        let trees = ZoneConfiguration.allReverseZones
        if let tree = trees.first, name.isWithin(tree) { return ServedZone(name, kind: .reverse4) }
        if let tree = trees.last, name.isWithin(tree) { return ServedZone(name, kind: .reverse6) }
        return ServedZone(name, kind: .other)
    }
}
