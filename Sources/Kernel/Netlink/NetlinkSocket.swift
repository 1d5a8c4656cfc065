import Glibc
import LinuxSystem
import Synchronization

/// A netlink socket for requests, dumps, batches or events.
///
/// It belongs to the network namespace of the thread that opens it, and stays there: open it on a
/// thread inside the namespace, then use it from anywhere. All calls may come from any thread;
/// a lock makes each request with its answers one unit. A socket that is subscribed to events
/// should be used for nothing else: an event between the answers of a request is dropped.
public final class NetlinkSocket: Sendable {
    /// How long an answer may take before the request fails with ETIMEDOUT.
    static let answerMilliseconds: Int32 = 30_000

    struct State {
        var sequence: UInt32 = 0
        /// Not cleared: a short-lived process pays for each page that it touches, and most answers
        /// fit into one.
        var buffer = [UInt8](unsafeUninitializedCapacity: 1 << 17) { $1 = 1 << 17 }
        var sendBufferBytes = 0
    }

    let transport: NetlinkTransport
    let state = Mutex(State())
    /// The protocol that the socket speaks.
    public let netlinkProtocol: NetlinkProtocol

    /// Opens a socket in the calling thread's network namespace.
    ///
    /// - Parameter groups: multicast groups to join, by number; see `subscribe(group:)`.
    public init(
        protocol netlinkProtocol: NetlinkProtocol, groups: [UInt32] = []
    ) throws(NetlinkError) {
        self.netlinkProtocol = netlinkProtocol
        transport = try NetlinkTransport(netlinkProtocol)
        for group in groups { try subscribe(group: group) }
    }

    /// The descriptor, to wait on with poll or epoll; it stays owned by the socket.
    public var descriptor: Int32 { transport.descriptor }

    /// Sends one message and waits for its acknowledgement.
    ///
    /// - Parameters:
    ///   - message: one message with its header; number and flag for the acknowledgement are set
    ///     here.
    ///   - operation: what is tried, for the error: `add route`.
    ///   - subject: what it is tried on, for the error.
    /// - Returns: what the kernel sent before the acknowledgement, as reads without a dump do.
    @discardableResult
    public func request(
        _ message: [UInt8], operation: String, subject: String = ""
    ) throws(NetlinkError) -> [NetlinkMessage] {
        try state.withLock { state throws(NetlinkError) in
            var message = message
            let sequence = state.nextSequence()
            message.prepare(sequence: sequence, flags: [.request, .acknowledge])
            do throws(NetlinkError) {
                try drain(&state)
                try transport.send(message)
                return try answers(to: sequence, &state, operation, subject)
            } catch {
                throw error.named(operation, subject)
            }
        }
    }

    /// Builds one message in `body` and sends it as `request(_:operation:subject:)` does.
    @discardableResult
    public func request(
        type: UInt16, flags: MessageFlags = [], operation: String, subject: String = "",
        _ body: (inout NetlinkWriter) -> Void
    ) throws(NetlinkError) -> [NetlinkMessage] {
        let bytes = try Self.message(type, flags, operation, subject, body)
        return try request(bytes, operation: operation, subject: subject)
    }

    static func message(
        _ type: UInt16, _ flags: MessageFlags, _ operation: String, _ subject: String,
        _ body: (inout NetlinkWriter) -> Void
    ) throws(NetlinkError) -> [UInt8] {
        var writer = NetlinkWriter()
        writer.message(type: type, flags: flags, body)
        do {
            return try writer.finish()
        } catch {
            throw NetlinkError(
                operation: operation, subject: subject, errno: Errno(code: EMSGSIZE),
                kernelMessage: nil)
        }
    }

    /// Reads until the acknowledgement of `sequence`; called with the lock held.
    private func answers(
        to sequence: UInt32, _ state: inout State, _ operation: String, _ subject: String
    ) throws(NetlinkError) -> [NetlinkMessage] {
        var answers: [NetlinkMessage] = []
        while true {
            for message in try receive(&state) where message.sequence == sequence {
                if message.type == ControlMessage.noOperation { continue }
                guard message.type == ControlMessage.error else {
                    answers.append(message)
                    continue
                }
                let acknowledgement = try decode(message)
                if acknowledgement.isSuccess { return answers }
                throw acknowledgement.error(operation, subject)
            }
        }
    }

    /// The next messages of an answer; waits for them, but not for ever.
    func receive(_ state: inout State) throws(NetlinkError) -> [NetlinkMessage] {
        while true {
            if let bytes = try transport.receiveNow(into: &state.buffer) {
                return try Self.split(bytes)
            }
            guard try transport.wait(milliseconds: Self.answerMilliseconds) else {
                throw NetlinkError(
                    operation: "wait for", subject: "netlink socket", errno: Errno(code: ETIMEDOUT))
            }
        }
    }

    /// Throws away what an earlier, failed request left behind.
    func drain(_ state: inout State) throws(NetlinkError) {
        while true {
            do throws(NetlinkError) {
                guard try transport.receiveNow(into: &state.buffer) != nil else { return }
            } catch {
                // An overrun of old answers is as good as their removal.
                if error.errno.code != ENOBUFS, error.errno.code != EMSGSIZE { throw error }
            }
        }
    }

    static func split(_ bytes: [UInt8]) throws(NetlinkError) -> [NetlinkMessage] {
        do {
            return try NetlinkMessage.decode(bytes)
        } catch {
            throw NetlinkError(error)
        }
    }

    func decode(_ message: NetlinkMessage) throws(NetlinkError) -> Acknowledgement {
        do {
            return try Acknowledgement(message)
        } catch {
            throw NetlinkError(error)
        }
    }
}

extension NetlinkSocket.State {
    /// Numbers go from 1; 0 is what events carry.
    mutating func nextSequence() -> UInt32 {
        sequence = sequence == .max ? 1 : sequence + 1
        return sequence
    }
}

extension NetlinkError {
    /// Bytes from the kernel that could not be decoded.
    public init(_ error: NetlinkDecodeError) {
        self.init(
            operation: "decode", subject: "netlink answer", errno: Errno(code: EBADMSG),
            kernelMessage: nil)
        cause = error.description
    }

    /// The same failure, told as a part of what the caller tried.
    func named(_ operation: String, _ subject: String) -> NetlinkError {
        if self.operation == operation, self.subject == subject { return self }
        var error = self
        error.cause = cause ?? "\(self.operation) \(self.subject)"
        error.operation = operation
        error.subject = subject
        return error
    }
}

extension [UInt8] {
    /// Puts the number and adds flags to the message that stands at the start.
    mutating func prepare(sequence: UInt32, flags: MessageFlags) {
        guard count >= NetlinkHeader.messageLength else { return }
        withUnsafeMutableBytes { bytes in
            let old = bytes.loadUnaligned(fromByteOffset: 6, as: UInt16.self)
            bytes.storeBytes(of: old | flags.rawValue, toByteOffset: 6, as: UInt16.self)
            bytes.storeBytes(of: sequence, toByteOffset: 8, as: UInt32.self)
        }
    }
}
