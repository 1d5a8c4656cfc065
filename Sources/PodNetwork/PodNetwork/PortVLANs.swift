import CNIProtocol
import RouteNetlink

/// The tags that a bridge takes at a pod's port. The options `vlan`, `vlanTrunk` and
/// `preserveDefaultVlan`.
public struct PortVLANs: Hashable, Sendable {
    /// What the pod's frames without a tag belong to; nil is the bridge's own default.
    public var access: Int?
    /// The tags that the pod may use itself, in order.
    public var trunk: [Int]
    /// Whether the port takes the bridge's default tag as well.
    public var preservesDefault: Bool

    /// Every tag that there is.
    static let all = 1...4094

    /// Decodes a configuration; nil when it speaks of no tags.
    /// - Throws: code 7 for a tag or a range that cannot be.
    public init?(_ root: ConfigurationField) throws(CNIError) {
        // Before the rest: a wrong value is wrong also where it has no effect.
        preservesDefault = true
        if root["preserveDefaultVlan"].isPresent {
            preservesDefault = try root["preserveDefaultVlan"].flag()
        }
        access = try root["vlan"].positive(upTo: 4094)
        var tags: Set<Int> = []
        for field in try root["vlanTrunk"].elements() { tags.formUnion(try Self.tags(field)) }
        trunk = tags.sorted()
        if access == nil, trunk.isEmpty { return nil }
    }

    /// An element of `vlanTrunk`: a tag, a range of them, or both.
    private static func tags(_ field: ConfigurationField) throws(CNIError) -> [Int] {
        let lowest = try field["minID"].integer(in: all)
        let highest = try field["maxID"].integer(in: all)
        let single = try field["id"].positive(upTo: 4094)
        var found = single.map { [$0] } ?? []
        switch (lowest, highest) {
        case (let lowest?, let highest?):
            guard lowest <= highest else {
                throw field["maxID"].invalid("a tag that is not below minID \(lowest)")
            }
            found += Array(lowest...highest)
        case (nil, nil): break
        case (nil, _): throw field["minID"].invalid("a tag: maxID is given, too")
        case (_, nil): throw field["maxID"].invalid("a tag: minID is given, too")
        }
        guard !found.isEmpty else { throw field.invalid("a tag id, or minID and maxID") }
        return found
    }

    /// What the port is told to take.
    public var added: [BridgeVLAN] {
        var vlans: [BridgeVLAN] = []
        if let access {
            vlans.append(
                BridgeVLAN(id: UInt16(clamping: access), flags: [.pvid, .untagged]))
        }
        for tag in trunk where tag != access {
            vlans.append(BridgeVLAN(id: UInt16(clamping: tag), flags: []))
        }
        return vlans
    }

    /// What the port is told to take no more: the bridge's default tag, which each new port has.
    public var removed: [BridgeVLAN] {
        guard let access, access != 1, !preservesDefault else { return [] }
        return [BridgeVLAN(id: 1, flags: [.pvid, .untagged])]
    }

    /// The same tags, none but the one of frames without: for the bridge's own end.
    var accessOnly: PortVLANs {
        var vlans = self
        vlans.trunk = []
        return vlans
    }
}
