import CNIProtocol

/// What the plugin that wants addresses knows, and files do not say.
public struct AddressUse: Sendable {
    /// What an ADD does when the attachment holds an address already.
    public var existing: ExistingReservation
    /// Whether the node routes for the network, so that its pools may overlap no other's.
    public var isRouted: Bool
    /// Whether the link is there of an attachment whose namespace is gone. Nil when nobody can
    /// tell: then such an attachment keeps its addresses.
    public var isConnected: (@Sendable (Attachment) -> Bool)?
    /// How old an attachment must be to lose its addresses so, in seconds.
    public var graceSeconds: Int64 = 60

    /// A use; by default that of a plugin of which nothing is known.
    public init(
        existing: ExistingReservation = .refuse, isRouted: Bool = false,
        isConnected: (@Sendable (Attachment) -> Bool)? = nil
    ) {
        self.existing = existing
        self.isRouted = isRouted
        self.isConnected = isConnected
    }
}
