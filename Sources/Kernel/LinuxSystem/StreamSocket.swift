import CLinux
import Glibc
import NetworkAddress

/// A TCP connection whose calls wait, but not longer than asked. For one thread at a time.
public final class StreamSocket: Sendable {
    private let socket: Descriptor

    init(_ socket: consuming Descriptor) { self.socket = socket }

    /// Connects from the calling thread's network namespace.
    ///
    /// - Parameters:
    ///   - local: where to connect from; nil lets the kernel choose.
    ///   - timeout: the longest wait; ETIMEDOUT is thrown when it is over.
    public init(
        connect endpoint: SocketEndpoint, from local: SocketEndpoint? = nil,
        timeout: Duration? = nil
    ) throws(SystemError) {
        let text = endpoint.description
        let type = Int32(SOCK_STREAM.rawValue)
        socket = try SocketSetup.open(
            endpoint.address.family, type: type, operation: "connect to", text)
        let number = socket.rawValue
        if let local { try SocketSetup.bind(socket, to: local) }
        if endpoint.withSocketAddress({ Glibc.connect(number, $0, $1) }) == 0 { return }
        guard Errno.current == .einprogress else {
            throw SystemError(operation: "connect to", subject: text, errno: .current)
        }
        guard try Poll.wait(number, .writable, timeout: timeout) else {
            throw SystemError(operation: "connect to", subject: text, errno: .etimedout)
        }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else {
            throw SystemError(operation: "connect to", subject: text, errno: Errno(code: code))
        }
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { socket.rawValue }

    /// Another descriptor of the connection, which outlives this object.
    public func duplicate() throws(SystemError) -> Descriptor { try socket.duplicate() }

    /// This end; nil when the connection is gone.
    public var local: SocketEndpoint? { .asking(socket.rawValue, getsockname) }

    /// The other end; nil when the connection is gone.
    public var peer: SocketEndpoint? { .asking(socket.rawValue, getpeername) }

    /// Waits for bytes and appends them, at most `limit`. Returns how many: 0 at the end.
    ///
    /// Throws ETIMEDOUT when the time is over.
    public func read(
        into bytes: inout [UInt8], limit: Int = 64 << 10, timeout: Duration? = nil
    ) throws(SystemError) -> Int {
        try read(into: &bytes, limit: limit, Deadline(after: timeout))
    }

    /// Exactly so many bytes; nil when the connection ends before.
    public func read(
        exactly count: Int, timeout: Duration? = nil
    ) throws(SystemError) -> [UInt8]? {
        let deadline = Deadline(after: timeout)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            if try read(into: &bytes, limit: count - bytes.count, deadline) == 0 { return nil }
        }
        return bytes
    }

    /// Everything up to the end of the connection.
    public func readAll(timeout: Duration? = nil) throws(SystemError) -> [UInt8] {
        let deadline = Deadline(after: timeout)
        var bytes: [UInt8] = []
        while try read(into: &bytes, limit: 64 << 10, deadline) > 0 {}
        return bytes
    }

    /// Writes all bytes; throws ETIMEDOUT when the time is over first.
    public func write(_ bytes: [UInt8], timeout: Duration? = nil) throws(SystemError) {
        let deadline = Deadline(after: timeout)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(
                    socket.rawValue, $0.baseAddress?.advanced(by: done), $0.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                done += count
            } else {
                try waitAfterFailure("write to", .writable, deadline)
            }
        }
    }

    /// Says that nothing more will be written; the other side reads up to here.
    public func endOutput() throws(SystemError) {
        try systemCall("end output to", subject) { shutdown(socket.rawValue, Int32(SHUT_WR)) }
    }

    /// Sends small pieces at once. C: TCP_NODELAY
    public func setNoDelay() throws(SystemError) {
        try SocketSetup.set(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1, subject)
    }

    private var subject: String { peer?.description ?? "closed connection" }

    private func read(
        into bytes: inout [UInt8], limit: Int, _ deadline: Deadline
    ) throws(SystemError) -> Int {
        while true {
            do throws(SystemError) {
                return try Descriptor.read(socket.rawValue, into: &bytes, limit: limit)
            } catch {
                guard error.errno == .eagain else {
                    throw SystemError(
                        operation: "read from", subject: subject, errno: error.errno)
                }
            }
            guard try Poll.wait(socket.rawValue, .readable, deadline) else {
                throw SystemError(operation: "read from", subject: subject, errno: .etimedout)
            }
        }
    }

    private func waitAfterFailure(
        _ operation: String, _ events: PollEvents, _ deadline: Deadline
    ) throws(SystemError) {
        switch Errno.current {
        case .eintr: return
        case .eagain:
            if try Poll.wait(socket.rawValue, events, deadline) { return }
            throw SystemError(operation: operation, subject: subject, errno: .etimedout)
        case let errno:
            throw SystemError(operation: operation, subject: subject, errno: errno)
        }
    }
}
