import CLinux
import Glibc
import NetworkAddress

/// Room for many datagrams and their answers, taken from a socket and given to it in one system
/// call each (`recvmmsg`, `sendmmsg`). After it is made, nothing is allocated.
///
/// ```swift
/// let batch = DatagramBatch(receiveBytes: 4096, sendBytes: 4096)
/// while try batch.receive(from: socket) > 0 {
///     batch.answer { request, peer, answer in … append to answer, or leave it empty … }
///     try batch.send(to: socket)
/// }
/// ```
///
/// For one thread: each serving thread has a socket (`reusePort`) and a batch of its own.
public final class DatagramBatch {
    /// How many datagrams fit.
    public let capacity: Int
    /// How many were received last.
    public private(set) var count = 0
    /// The longest datagram that is received whole, in bytes.
    public let receiveBytes: Int
    /// The longest answer, in bytes.
    public let sendBytes: Int

    let received: DatagramVectors
    let answers: DatagramVectors
    private var answerCount = 0
    /// The datagram that `answer` is at.
    public private(set) var current = 0

    /// Room for `capacity` datagrams of `receiveBytes` and as many answers of `sendBytes`.
    public init(capacity: Int = 64, receiveBytes: Int = 4096, sendBytes: Int = 4096) {
        self.capacity = capacity
        self.receiveBytes = receiveBytes
        self.sendBytes = sendBytes
        received = DatagramVectors(count: capacity, bytes: receiveBytes)
        answers = DatagramVectors(count: capacity, bytes: sendBytes)
    }

    /// Waits for datagrams, and takes those that are there. Returns how many; 0 when the time is
    /// over. What failed earlier on the socket (a refused answer) is passed over.
    public func receive(
        from socket: DatagramSocket, timeout: Duration? = nil
    ) throws(SystemError) -> Int {
        count = 0
        received.prepareToReceive()
        // The first may be waited for, the others only when they are there. C: MSG_WAITFORONE
        let flags = timeout == .zero ? Int32(MSG_DONTWAIT) : 0x10000
        if timeout != .zero { try socket.setKernelWait(timeout) }
        while true {
            let found = clinux_receive_messages(
                socket.descriptor, received.messages, UInt32(capacity), flags)
            if found > 0 {
                count = Int(found)
                return count
            }
            switch Errno.current {
            case .eintr, .econnrefused, .ehostunreach, .enetunreach: continue
            case .eagain: return 0
            case let errno:
                throw SystemError(
                    operation: "receive at", subject: socket.endpoint.description, errno: errno)
            }
        }
    }

    /// The bytes of a datagram, from 0 to `count`; longer ones are cut at `receiveBytes`.
    public func withDatagram<Result, Failure: Error>(
        _ index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index < count)
        return try body(received.bytes(index).span)
    }

    /// Whether a datagram was longer than there was room for.
    public func isCutOff(_ index: Int) -> Bool { index < count && received.isCutOff(index) }

    /// Who sent a datagram.
    public func peer(_ index: Int) -> SocketEndpoint? {
        index < count ? received.peer(index) : nil
    }

    /// Goes through the datagrams; what `body` puts into its third argument is the answer to it,
    /// sent by `send(to:)` from the address that was asked. An empty one is not sent.
    ///
    /// The answer has room for `sendBytes`; to give up one begun, `removeAll` it.
    public func answer(
        _ body: (Span<UInt8>, SocketEndpoint, inout OutputSpan<UInt8>) -> Void
    ) {
        answerCount = 0
        for index in 0..<count {
            guard let peer = received.peer(index) else { continue }
            current = index
            var output = OutputSpan<UInt8>(buffer: answers.room(answerCount), initializedCount: 0)
            body(received.bytes(index).span, peer, &output)
            let length = output.finalize(for: answers.room(answerCount))
            if length > 0 {
                answers.setAnswer(answerCount, length: length, to: received, index)
                answerCount += 1
            }
        }
    }

    /// Sends the answers. One that the kernel refuses (no way to the peer) is passed over.
    ///
    /// - Returns: how many it took.
    @discardableResult
    public func send(to socket: DatagramSocket) throws(SystemError) -> Int {
        var done = 0
        var refused = 0
        while done < answerCount {
            let sent = clinux_send_messages(
                socket.descriptor, answers.messages + done, UInt32(answerCount - done), 0)
            if sent > 0 {
                done += Int(sent)
                continue
            }
            switch Errno.current {
            case .eintr: continue
            case .eagain: _ = try Poll.wait(socket.descriptor, .writable, timeout: .seconds(1))
            case .ebadf, Errno(code: ENOTSOCK):
                throw SystemError(
                    operation: "send at", subject: socket.endpoint.description, errno: .current)
            default:
                done += 1
                refused += 1
            }
        }
        answerCount = 0
        return done - refused
    }
}
