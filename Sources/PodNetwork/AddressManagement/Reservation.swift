import NetworkAddress

/// An address held for a container.
public struct Reservation: Hashable, Sendable {
    /// The address, and the length of its pool's subnet.
    public var address: InterfaceAddress
    /// The gateway of its pool.
    public var gateway: IPAddress
    /// Whether this call took it; false when an earlier, unfinished ADD had.
    public var isNew: Bool
}

/// What to do when the attachment holds an address already.
public enum ExistingReservation: Sendable {
    /// Take it again: the caller knows that no interface uses it, so an ADD died half-way.
    case reuse
    /// Fail, as the reference plugin does.
    case refuse
}
