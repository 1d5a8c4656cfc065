import NetworkAddress

/// What a cleaner did.
public enum FlowEvent: Sendable {
    /// The flows of a family were looked through.
    case swept(FlowSweep)
    /// The flows of a family could not be read or ended.
    case failed(AddressFamily, any Error)
    /// Connections were cut in the table of flows, but their ends could not be told: they learn it
    /// with their next packet, or not at all.
    case untold(AddressFamily, any Error)
}

/// One look through a family's flows.
public struct FlowSweep: Hashable, Sendable {
    /// The family.
    public var family: AddressFamily
    /// TCP, UDP or SCTP.
    public var transport: TransportProtocol
    /// How many flows the kernel told; what it could leave out is not among them.
    public var seen = 0
    /// How many were ended.
    public var ended = 0
    /// How long it took.
    public var seconds = 0.0

    /// A look that has not begun.
    public init(family: AddressFamily, transport: TransportProtocol) {
        self.family = family
        self.transport = transport
    }
}
