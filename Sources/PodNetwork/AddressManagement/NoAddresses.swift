import CNIProtocol

/// No addresses: a network without `ipam`.
public struct NoAddresses: AddressSource {
    /// Nothing.
    public init() {}

    public func reserve() throws(CNIError) -> AddressGrant { AddressGrant(result: CNIResult()) }
    public func undo(_ grant: AddressGrant) {}
    public func release() throws(CNIError) {}
    public func check(_ addresses: [ResultAddress]) throws(CNIError) {}
    public func collect(keeping valid: Set<Attachment>) -> [String] { [] }
    public func requireReadiness() throws(CNIError) {}
}
