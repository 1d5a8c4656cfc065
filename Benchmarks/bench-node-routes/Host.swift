import LinuxSystem
import NetworkAddress
import RouteNetlink

/// The host whose routes are kept: a namespace with a link.
struct Host {
    let namespace: NetworkNamespace
    let socket: RouteSocket

    init() throws {
        namespace = try NetworkNamespace.create()
        socket = try RouteSocket(in: namespace)
        let uplink = try socket.createVeth(name: "eth0", isUp: true, peerName: "nobody")
        guard let address = InterfaceAddress("10.0.0.1/16") else { throw Failure("address") }
        try socket.add(address, to: uplink.index)
    }
}

struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
