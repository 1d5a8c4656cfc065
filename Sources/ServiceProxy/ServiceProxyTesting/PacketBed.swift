import LinuxSystem

/// A small cluster's network made of namespaces, for tests with real packets.
public final class PacketBed: Sendable {
    /// The namespace of the node that is tested.
    public let node: NetworkNamespace

    /// A bed.
    public init() throws { node = try NetworkNamespace.create() }
}
