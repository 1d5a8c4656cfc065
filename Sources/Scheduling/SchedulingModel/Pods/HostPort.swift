import JSON

/// A port of the node that a pod takes for itself.
public struct HostPort: Sendable, Hashable {
    /// The node's address; `0.0.0.0` for all of them.
    public var address: String
    /// `TCP`, `UDP`, `SCTP`.
    public var transport: String
    /// The number.
    public var port: Int

    static let everyAddress = "0.0.0.0"

    /// The port that a container's port takes; nil when it takes none.
    init?(_ value: JSONValue) {
        guard let port = value["hostPort"]?.int, port > 0 else { return nil }
        self.port = port
        let address = value["hostIP"]?.string ?? ""
        self.address = address.isEmpty ? HostPort.everyAddress : address
        let transport = value["protocol"]?.string ?? ""
        self.transport = transport.isEmpty ? "TCP" : transport
    }

    /// Whether two pods on a node can't have both.
    public func conflicts(with other: HostPort) -> Bool {
        port == other.port && transport == other.transport
            && (address == other.address || address == HostPort.everyAddress
                || other.address == HostPort.everyAddress)
    }
}
