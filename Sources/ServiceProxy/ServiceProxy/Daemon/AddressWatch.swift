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

    /// Tells the addresses now, and again when they are others.
    static func start(_ tell: @escaping @Sendable ([IPAddress]) -> Void) throws {
        let events = try RouteEvents([.addresses])
        let socket = try RouteSocket()
        let first = try assigned(socket)
        tell(first)
        _ = try SystemThread.spawn(name: "addresses") {
            var told = Set(first)
            while let arrived = try? events.next() {
                // An address that came and one that went are the same news: look again.
                guard !arrived.isEmpty, let now = try? assigned(socket), Set(now) != told else {
                    continue
                }
                told = Set(now)
                tell(now)
            }
        }
    }
}
