import NetworkAddress

/// What the tables depend on beside the Services.
public struct DataplaneOptions: Hashable, Sendable {
    /// Where pods' addresses come from; what comes from elsewhere to a cluster address is
    /// masqueraded. Empty in a family: nothing is.
    public var podCIDRs: [IPPrefix]
    /// Masquerade whatever goes to a cluster address.
    public var masqueradesAll: Bool
    /// The bit of the packet mark that asks for masquerading, 0 to 31.
    public var masqueradeBit: Int

    /// Options; the mark's bit is kube-proxy's.
    public init(podCIDRs: [IPPrefix] = [], masqueradesAll: Bool = false, masqueradeBit: Int = 14) {
        self.podCIDRs = podCIDRs
        self.masqueradesAll = masqueradesAll
        self.masqueradeBit = masqueradeBit
    }

    /// The mark with only the bit that asks for masquerading.
    var masqueradeMark: UInt32 { 1 << UInt32(masqueradeBit & 31) }
}
