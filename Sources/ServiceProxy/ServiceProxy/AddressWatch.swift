import LinuxSystem
import NetworkAddress
import RouteNetlink

/// The addresses of the node's links, as they come and go.
enum AddressWatch {
    /// The addresses now.
    static func assigned() throws -> [IPAddress] { try assigned(try RouteSocket()) }

    private static func assigned(_ socket: RouteSocket) throws -> [IPAddress] {
        try socket.addresses().map(\.address.address)
    }

    /// Tells the addresses now, and again when they change.
    static func start(_ tell: @escaping @Sendable ([IPAddress]) -> Void) throws {
        let events = try RouteEvents([.addresses])
        let socket = try RouteSocket()
        tell(try assigned(socket))
        _ = try SystemThread.spawn(name: "addresses") {
            while let arrived = try? events.next() {
                // An address that came and one that went are the same news: look again.
                if !arrived.isEmpty, let now = try? assigned(socket) { tell(now) }
            }
        }
    }
}
