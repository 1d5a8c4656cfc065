import NetworkAddress

/// The addresses of the node's links, as they come and go.
enum AddressWatch {
    /// The addresses now.
    static func assigned() throws -> [IPAddress] { [] }

    /// Tells the addresses now, and again when they change.
    static func start(_ tell: @escaping @Sendable ([IPAddress]) -> Void) throws {
        tell(try assigned())
    }
}
