import CLinux
import Glibc
import NetworkAddress

/// A socket none of whose calls waits: for many connections that are begun at once and whose fates
/// a poller tells.
public final class PacketSocket: Sendable {
    /// What it sends.
    public enum Kind: Hashable, Sendable {
        /// A TCP connection.
        case stream
        /// UDP datagrams.
        case datagram
        /// Packets of a protocol with their headers above IP; those received of version 4 begin
        /// with the IP header. Needs CAP_NET_RAW. C: SOCK_RAW
        case raw(UInt8)
    }

    private let socket: Descriptor
    private let family: AddressFamily

    /// Opens a socket of the calling thread's network namespace.
    ///
    /// - Parameter hearsErrors: whether `receive` throws what the network tells of packets that
    ///   were sent; a poller then tells of the socket for ever. A connection always does.
    public init(
        _ kind: Kind, _ family: AddressFamily, hearsErrors: Bool = true
    ) throws(SystemError) {
        self.family = family
        let domain = family == .ipv4 ? AF_INET : AF_INET6
        let (type, number): (Int32, Int32) =
            switch kind {
            case .stream: (Int32(SOCK_STREAM.rawValue), 0)
            case .datagram: (Int32(SOCK_DGRAM.rawValue), 0)
            case .raw(let number): (Int32(SOCK_RAW.rawValue), Int32(number))
            }
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        socket = Descriptor(
            owning: try systemCall("open socket") { Glibc.socket(domain, type | flags, number) })
        if kind != .stream, hearsErrors {
            // C: IP_RECVERR, IPV6_RECVERR
            let (level, option): (Int32, Int32) =
                family == .ipv4 ? (Int32(IPPROTO_IP), 11) : (Int32(IPPROTO_IPV6), 25)
            try SocketSetup.set(socket, level, option, 1, "socket")
        }
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { socket.rawValue }

    /// This end; nil before it is bound or connected.
    public var local: SocketEndpoint? { .asking(socket.rawValue, getsockname) }

    /// Chooses where packets come from.
    public func bind(to endpoint: SocketEndpoint) throws(SystemError) {
        try SocketSetup.bind(socket, to: endpoint)
    }

    /// Begins a connection; the others only learn where to send.
    public func connect(to peer: SocketEndpoint) throws(SystemError) {
        do throws(SystemError) {
            try systemCall("connect to", peer.description) {
                peer.withSocketAddress { Glibc.connect(socket.rawValue, $0, $1) }
            }
        } catch  where error.errno == .einprogress {
            // What became of it shows later.
        }
    }

    /// Sends a datagram or a packet; nil sends to the connected peer.
    public func send(_ bytes: [UInt8], to peer: SocketEndpoint? = nil) throws(SystemError) {
        let number = socket.rawValue
        try systemCall("send to", peer?.description ?? "peer") {
            bytes.withUnsafeBytes { buffer in
                guard let peer else {
                    return Glibc.send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                }
                return peer.withSocketAddress {
                    sendto(number, buffer.baseAddress, buffer.count, 0, $0, $1)
                }
            }
        }
    }

    /// What arrived, and from whom (nil for a connection); nil when nothing has.
    ///
    /// Throws what the network told instead: ECONNREFUSED, EHOSTUNREACH.
    public func receive() throws(SystemError) -> (bytes: [UInt8], peer: SocketEndpoint?)? {
        var bytes = [UInt8](repeating: 0, count: 2048)
        var count = 0
        let peer = SocketEndpoint.asking(socket.rawValue) { number, address, length in
            count = bytes.withUnsafeMutableBytes {
                recvfrom(number, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT), address, length)
            }
            return count < 0 ? -1 : 0
        }
        if count >= 0 { return (Array(bytes[..<count]), peer) }
        switch Errno.current {
        case .eagain, .eintr: return nil
        case let errno: throw SystemError(operation: "receive", errno: errno)
        }
    }
}
