import CLinux
import Glibc
import LinuxSystem

/// The protocols that sockets are opened for.
public enum NetlinkProtocol: Hashable, Sendable {
    /// Links, addresses, routes, neighbours. C: NETLINK_ROUTE
    case route
    /// nftables and conntrack. C: NETLINK_NETFILTER
    case netfilter
    /// Families known by name, such as IPVS. C: NETLINK_GENERIC
    case generic

    var number: Int32 {
        switch self {
        case .route: 0
        case .netfilter: 12
        case .generic: 16
        }
    }
}

/// The kernel's socket behind a `NetlinkSocket`.
///
/// System calls and nothing else: libmnl and libnl-3 would add a wrapper around each of them, and
/// two shared libraries to a program that has to start in under a millisecond.
///
/// Not for use from two threads at once; `NetlinkSocket` holds a lock around it.
final class NetlinkTransport: @unchecked Sendable {
    let descriptor: Int32
    /// What the kernel calls the socket. C: nl_pid
    let portID: UInt32

    /// Opens and binds a socket in the calling thread's network namespace; it is in no group, and
    /// the kernel chooses the port.
    init(_ proto: NetlinkProtocol) throws(NetlinkError) {
        var port: UInt32 = 0
        descriptor = clinux_netlink_socket(proto.number, &port)
        portID = port
        guard descriptor >= 0 else { throw Self.failure("open") }
        try configure(proto)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private func configure(_ proto: NetlinkProtocol) throws(NetlinkError) {
        try set(SocketOption.netlinkLevel, SocketOption.extendedAcknowledgement, 1)
        try set(SocketOption.netlinkLevel, SocketOption.cappedAcknowledgement, 1)
        if proto == .route {
            try set(SocketOption.netlinkLevel, SocketOption.strictChecking, 1)
        }
    }

    /// Sets an option that is an integer.
    func set(_ level: Int32, _ option: Int32, _ value: Int32) throws(NetlinkError) {
        var value = value
        let result = setsockopt(
            descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        if result != 0 { throw Self.failure("set option \(option) of") }
    }

    /// Makes a kernel buffer at least so large, past the system's limit where that is allowed.
    func reserveBuffer(forced: Int32, plain: Int32, bytes: Int) {
        let size = Int32(clamping: bytes)
        if (try? set(SOL_SOCKET, forced, size)) == nil {
            // Without the capability: as much as the system's limit lets.
            try? set(SOL_SOCKET, plain, size)
        }
    }

    /// Joins a multicast group.
    func join(_ group: UInt32) throws(NetlinkError) {
        try set(SocketOption.netlinkLevel, SocketOption.membership, Int32(bitPattern: group))
    }

    /// One system call, however long the bytes.
    func send(_ bytes: [UInt8]) throws(NetlinkError) {
        while true {
            let sent = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, 0)
            }
            if sent == bytes.count { return }
            if sent < 0, Glibc.errno == EINTR { continue }
            throw Self.failure("send to")
        }
    }

    /// What waits now, at most a buffer full; nil when nothing does.
    func receiveNow(into buffer: inout [UInt8]) throws(NetlinkError) -> [UInt8]? {
        while true {
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_TRUNC)
            let count = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, flags)
            }
            if count >= 0 {
                guard count <= buffer.count else {
                    // A message larger than the buffer is lost; the next one will fit.
                    buffer = [UInt8](repeating: 0, count: count * 2)
                    throw NetlinkError(
                        operation: "receive from", subject: "netlink socket",
                        errno: Errno(code: EMSGSIZE))
                }
                return Array(buffer[..<count])
            }
            switch Glibc.errno {
            case EINTR: continue
            case EAGAIN: return nil
            default: throw Self.failure("receive from")
            }
        }
    }

    /// Waits until something can be read; false when the time is over (nil waits for ever).
    func wait(milliseconds: Int32?) throws(NetlinkError) -> Bool {
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&entry, 1, milliseconds ?? -1)
            if count > 0 { return true }
            if count == 0 { return false }
            if Glibc.errno != EINTR { throw Self.failure("wait for") }
        }
    }

    private static func failure(_ operation: String) -> NetlinkError {
        NetlinkError(
            operation: operation, subject: "netlink socket", errno: Errno(code: Glibc.errno))
    }
}

/// Socket options by their numbers; glibc's headers for Swift leave some of them out.
enum SocketOption {
    static let netlinkLevel: Int32 = 270
    /// C: NETLINK_ADD_MEMBERSHIP
    static let membership: Int32 = 1
    /// C: NETLINK_CAP_ACK
    static let cappedAcknowledgement: Int32 = 10
    /// C: NETLINK_EXT_ACK
    static let extendedAcknowledgement: Int32 = 11
    /// C: NETLINK_GET_STRICT_CHK
    static let strictChecking: Int32 = 12
    /// C: SO_SNDBUF
    static let sendBuffer: Int32 = 7
    /// C: SO_RCVBUF
    static let receiveBuffer: Int32 = 8
    /// C: SO_SNDBUFFORCE
    static let sendBufferForced: Int32 = 32
    /// C: SO_RCVBUFFORCE
    static let receiveBufferForced: Int32 = 33
}
