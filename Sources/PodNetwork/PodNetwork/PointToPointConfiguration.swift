import CNIProtocol

/// The options of a network of type `ptp`.
public struct PointToPointConfiguration: Sendable {
    /// Whether what pods send out of their network leaves with the node's address.
    public var masquerades: Bool
    /// The MTU of the pair in bytes; nil is the kernel's own.
    public var mtu: Int?

    /// Decodes the configuration.
    /// - Throws: code 7 for a value that cannot be.
    public init(_ configuration: NetworkConfiguration) throws(CNIError) {
        let root = configuration.root
        masquerades = try root["ipMasq"].flag()
        mtu = try root["mtu"].positive(upTo: 65535)
        try MasqueradeBackend.validate(root["ipMasqBackend"])
        guard try root["ipam"]["type"].string() ?? "" != "" else {
            throw root["ipam"]["type"].invalid("an address plugin: there is no bridge to be on")
        }
    }
}
