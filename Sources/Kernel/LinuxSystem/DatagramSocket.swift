import CLinux
import Glibc
import NetworkAddress
import Synchronization

/// A UDP socket. A thread that serves many datagrams takes a `DatagramBatch` to it.
public final class DatagramSocket: Sendable {
    private let socket: Descriptor
    /// How long the kernel lets a batch wait; nil is for ever.
    private let kernelWait = Mutex<Duration?>(nil)
    /// Where it is bound, with the port that the kernel chose when 0 was asked for.
    public let endpoint: SocketEndpoint

    /// Binds a socket in the calling thread's network namespace.
    ///
    /// - Parameters:
    ///   - reusePort: whether other sockets may be bound here, too; the kernel spreads datagrams
    ///     between them by their addresses and ports.
    ///   - isVersion6Only: whether `[::]` leaves version 4 alone.
    ///   - receiveBufferBytes: room for datagrams that wait, past the system's limit where that is
    ///     allowed; nil leaves the system's own.
    public init(
        bind endpoint: SocketEndpoint, reusePort: Bool = false, isVersion6Only: Bool = true,
        receiveBufferBytes: Int? = nil
    ) throws(SystemError) {
        let text = endpoint.description
        let family = endpoint.address.family
        socket = try SocketSetup.open(
            family, type: Int32(SOCK_DGRAM.rawValue), operation: "open socket at", text)
        if reusePort { try SocketSetup.set(socket, SOL_SOCKET, SocketSetup.reusePort, 1, text) }
        try SocketSetup.setVersion6Only(socket, isVersion6Only, endpoint)
        if let receiveBufferBytes {
            let bytes = Int32(clamping: receiveBufferBytes)
            // C: SO_RCVBUFFORCE; without the capability as much as the limit lets.
            if (try? SocketSetup.set(socket, SOL_SOCKET, 33, bytes, text)) == nil {
                try SocketSetup.set(socket, SOL_SOCKET, SO_RCVBUF, bytes, text)
            }
        }
        if endpoint.address.isUnspecified {
            // An answer must come from the address that was asked: a batch learns it by this.
            let number = socket.rawValue
            try systemCall("set option of socket", text) {
                clinux_deliver_local_address(number, family == .ipv4 ? AF_INET : AF_INET6)
            }
        }
        // A batch waits in the kernel, with one system call; all else says for itself not to wait.
        try socket.setNonblocking(false)
        try SocketSetup.bind(socket, to: endpoint)
        self.endpoint = SocketEndpoint.asking(socket.rawValue, getsockname) ?? endpoint
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { socket.rawValue }

    /// Lets a batch wait so long in the kernel. C: SO_RCVTIMEO
    func setKernelWait(_ wait: Duration?) throws(SystemError) {
        try kernelWait.withLock { current throws(SystemError) in
            if current == wait { return }
            let nanoseconds = wait?.nanoseconds ?? 0
            // The kernel takes zero as "for ever".
            let microseconds = wait == nil ? 0 : max(nanoseconds / 1000, 1)
            var time = timeval(
                tv_sec: Int(clamping: microseconds / 1_000_000),
                tv_usec: Int(microseconds % 1_000_000))
            try systemCall("set option of socket", endpoint.description) {
                setsockopt(
                    socket.rawValue, SOL_SOCKET, SO_RCVTIMEO, &time,
                    socklen_t(MemoryLayout<timeval>.size))
            }
            current = wait
        }
    }

    /// Takes datagrams of one peer only, and learns of its refusals (ECONNREFUSED).
    public func connect(to peer: SocketEndpoint) throws(SystemError) {
        try systemCall("connect to", peer.description) {
            peer.withSocketAddress { Glibc.connect(socket.rawValue, $0, $1) }
        }
    }

    /// Sends a datagram; nil sends to the connected peer.
    public func send(_ bytes: [UInt8], to peer: SocketEndpoint? = nil) throws(SystemError) {
        let number = socket.rawValue
        try systemCall("send to", peer?.description ?? "peer") {
            bytes.withUnsafeBytes { buffer in
                guard let peer else {
                    return Glibc.send(number, buffer.baseAddress, buffer.count, 0)
                }
                return peer.withSocketAddress {
                    sendto(number, buffer.baseAddress, buffer.count, 0, $0, $1)
                }
            }
        }
    }

    /// Waits for a datagram; nil when the time is over.
    ///
    /// - Parameter limit: what is longer is cut off.
    public func receive(
        timeout: Duration? = nil, limit: Int = 65_535
    ) throws(SystemError) -> (bytes: [UInt8], peer: SocketEndpoint)? {
        let deadline = Deadline(after: timeout)
        var bytes = [UInt8](repeating: 0, count: limit)
        while true {
            var count = 0
            let peer = SocketEndpoint.asking(socket.rawValue) { number, address, length in
                count = bytes.withUnsafeMutableBytes {
                    recvfrom(
                        number, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT), address, length)
                }
                return count < 0 ? -1 : 0
            }
            if count >= 0, let peer { return (Array(bytes[..<count]), peer) }
            guard count < 0 else { continue }
            switch Errno.current {
            case .eintr: continue
            case .eagain:
                guard try Poll.wait(socket.rawValue, .readable, deadline) else { return nil }
            case let errno:
                throw SystemError(
                    operation: "receive at", subject: endpoint.description, errno: errno)
            }
        }
    }
}
