import NetworkAddress

/// The one hardware address that frames may come from at a bridge's port. The option `macspoofchk`.
public struct SpoofCheck: Hashable, Sendable {
    /// The node's end of the pod's pair.
    public var port: String
    /// The pod's hardware address.
    public var address: MACAddress

    /// A check.
    public init(port: String, address: MACAddress) {
        self.port = port
        self.address = address
    }
}
