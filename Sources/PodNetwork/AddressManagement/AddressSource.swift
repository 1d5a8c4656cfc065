import CNIProtocol
import NetworkAddress

/// Where an attachment's addresses come from: an address plugin in this process, or a stranger's.
///
/// What the configuration says is decoded by the call that needs it: `release` and `collect` have
/// to work with a configuration that `reserve` refuses.
public protocol AddressSource {
    /// ADD: holds what the attachment gets.
    func reserve() throws(CNIError) -> AddressGrant
    /// Gives back what a `reserve` newly took, when a later step of ADD failed; goes on past
    /// errors.
    func undo(_ grant: AddressGrant)
    /// DEL: gives back all that the attachment holds; nothing to give back is no error.
    func release() throws(CNIError)
    /// CHECK: whether the attachment holds these.
    /// - Throws: code 101, naming what it does not hold.
    func check(_ addresses: [ResultAddress]) throws(CNIError)
    /// GC: gives back what belongs to none of these.
    /// - Returns: what went wrong, a line each.
    func collect(keeping valid: Set<Attachment>) -> [String]
    /// STATUS: whether there is an address left.
    /// - Throws: code 50, saying where there is none.
    func requireReadiness() throws(CNIError)
}

/// What an address plugin gave.
public struct AddressGrant: Sendable {
    /// Addresses, routes and resolver settings; no interfaces.
    public var result: CNIResult
    /// Gateways of the network's other pools, which the bridge may have as well.
    public var otherGateways: [InterfaceAddress]
    /// What is held for it, where this process did so.
    package var reservations: [Reservation]
    /// Attachments that were found to be gone, and lost their addresses, which this grant may have
    /// now: what else was made for them should go as well.
    public var healed: [Attachment] = []

    /// A grant.
    public init(result: CNIResult, otherGateways: [InterfaceAddress] = []) {
        self.result = result
        self.otherGateways = otherGateways
        reservations = []
    }

    init(
        result: CNIResult, otherGateways: [InterfaceAddress], reservations: [Reservation]
    ) {
        self.result = result
        self.otherGateways = otherGateways
        self.reservations = reservations
    }
}
