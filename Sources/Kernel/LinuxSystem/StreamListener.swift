import CLinux
import Glibc
import NetworkAddress

/// Accepts TCP connections.
public final class StreamListener: Sendable {
    private let socket: Descriptor
    /// Where it listens, with the port that the kernel chose when 0 was asked for.
    public let endpoint: SocketEndpoint

    /// Listens at an endpoint of the calling thread's network namespace.
    ///
    /// - Parameters:
    ///   - reusePort: whether others may listen here, too; the kernel spreads connections.
    ///   - isVersion6Only: whether `[::]` leaves version 4 alone.
    ///   - backlog: how many connections may wait to be accepted.
    public init(
        bind endpoint: SocketEndpoint, reusePort: Bool = false, isVersion6Only: Bool = true,
        backlog: Int32 = 1024
    ) throws(SystemError) {
        let text = endpoint.description
        let type = Int32(SOCK_STREAM.rawValue)
        socket = try SocketSetup.open(
            endpoint.address.family, type: type, operation: "listen at", text)
        try SocketSetup.set(socket, SOL_SOCKET, SO_REUSEADDR, 1, text)
        if reusePort { try SocketSetup.set(socket, SOL_SOCKET, SocketSetup.reusePort, 1, text) }
        try SocketSetup.setVersion6Only(socket, isVersion6Only, endpoint)
        try SocketSetup.bind(socket, to: endpoint)
        let number = socket.rawValue
        try systemCall("listen at", text) { listen(number, backlog) }
        self.endpoint = SocketEndpoint.asking(number, getsockname) ?? endpoint
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { socket.rawValue }

    /// Waits for a connection; nil when the time is over.
    public func accept(timeout: Duration? = nil) throws(SystemError) -> StreamSocket? {
        let deadline = Deadline(after: timeout)
        while true {
            let number = clinux_accept(socket.rawValue, nil, nil)
            if number >= 0 {
                return StreamSocket(Descriptor(owning: number))
            }
            switch Errno.current {
            case .eagain:
                guard try Poll.wait(socket.rawValue, .readable, deadline) else { return nil }
            case .eintr, Errno(code: ECONNABORTED):
                continue
            case let errno:
                throw SystemError(
                    operation: "accept at", subject: endpoint.description, errno: errno)
            }
        }
    }
}
