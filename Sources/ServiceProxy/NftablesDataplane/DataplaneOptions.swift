/// What the tables depend on beside the Services and the node.
public struct DataplaneOptions: Hashable, Sendable {
    /// Masquerade whatever goes to a cluster address.
    public var masqueradesAll: Bool
    /// The bit of the packet mark that asks for masquerading, 0 to 31.
    public var masqueradeBit: Int

    /// Options; the mark's bit is kube-proxy's.
    public init(masqueradesAll: Bool = false, masqueradeBit: Int = 14) {
        self.masqueradesAll = masqueradesAll
        self.masqueradeBit = masqueradeBit
    }

    /// The mark with only the bit that asks for masquerading.
    var masqueradeMark: UInt32 { 1 << UInt32(masqueradeBit & 31) }
}
