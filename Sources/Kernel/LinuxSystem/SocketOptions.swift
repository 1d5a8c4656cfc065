import CLinux
import Glibc
import NetworkAddress

/// Steps that sockets of every kind share.
enum SocketSetup {
    /// Opens a socket of the calling thread's network namespace, closed on exec and nonblocking.
    static func open(
        _ family: AddressFamily, type: Int32, operation: StaticString, _ subject: String
    ) throws(SystemError) -> Descriptor {
        let domain = family == .ipv4 ? AF_INET : AF_INET6
        return Descriptor(
            owning: try systemCall(operation, subject) { clinux_socket(domain, type) })
    }

    static func set(
        _ socket: borrowing Descriptor, _ level: Int32, _ option: Int32, _ value: Int32,
        _ subject: String
    ) throws(SystemError) {
        var value = value
        let number = socket.rawValue
        try systemCall("set option of socket", subject) {
            setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    static func bind(
        _ socket: borrowing Descriptor, to endpoint: SocketEndpoint
    ) throws(SystemError) {
        let number = socket.rawValue
        try systemCall("bind to", endpoint.description) {
            endpoint.withSocketAddress { Glibc.bind(number, $0, $1) }
        }
    }

    /// Whether a socket of version 6 leaves version 4 alone. C: IPV6_V6ONLY
    static func setVersion6Only(
        _ socket: borrowing Descriptor, _ isOn: Bool, _ endpoint: SocketEndpoint
    ) throws(SystemError) {
        guard endpoint.address.family == .ipv6 else { return }
        try set(socket, Int32(IPPROTO_IPV6), 26, isOn ? 1 : 0, endpoint.description)
    }

    /// C: SO_REUSEPORT
    static let reusePort: Int32 = 15
}
