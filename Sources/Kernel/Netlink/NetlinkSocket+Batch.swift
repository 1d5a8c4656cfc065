import Glibc
import LinuxSystem

extension NetlinkSocket {
    /// Sends a batch of nfnetlink messages in one system call and collects every answer to it.
    ///
    /// The messages carry the caller's own numbers; at least one of them asks for an
    /// acknowledgement. nfnetlink works on a batch before the call returns, so that all
    /// answers wait by then: nothing is left over for the next call.
    ///
    /// - Returns: every refusal, in the kernel's order; empty when the batch was committed.
    public func sendBatch(
        _ bytes: [UInt8], operation: String, subject: String = ""
    ) throws(NetlinkError) -> [Acknowledgement] {
        try state.withLock { state throws(NetlinkError) in
            do throws(NetlinkError) {
                if state.sendBufferBytes < bytes.count {
                    // The kernel wants the whole message, and a little, below this limit.
                    state.sendBufferBytes = max(bytes.count + 4096, 1 << 20)
                    transport.reserveBuffer(
                        forced: SocketOption.sendBufferForced, plain: SocketOption.sendBuffer,
                        bytes: state.sendBufferBytes)
                    transport.reserveBuffer(
                        forced: SocketOption.receiveBufferForced,
                        plain: SocketOption.receiveBuffer, bytes: 4 << 20)
                }
                try drain(&state)
                try transport.send(bytes)
                return try batchAnswers(&state)
            } catch {
                throw error.named(operation, subject)
            }
        }
    }

    private func batchAnswers(_ state: inout State) throws(NetlinkError) -> [Acknowledgement] {
        var refusals: [Acknowledgement] = []
        var isAnswered = false
        while true {
            do throws(NetlinkError) {
                guard let bytes = try transport.receiveNow(into: &state.buffer) else {
                    if isAnswered { return refusals }
                    guard try transport.wait(milliseconds: Self.answerMilliseconds) else {
                        throw NetlinkError(
                            operation: "wait for", subject: "netlink socket",
                            errno: Errno(code: ETIMEDOUT))
                    }
                    continue
                }
                for message in try Self.split(bytes) where message.type == ControlMessage.error {
                    isAnswered = true
                    let acknowledgement = try decode(message)
                    if !acknowledgement.isSuccess { refusals.append(acknowledgement) }
                }
            } catch {
                // Too many refusals for the receive buffer: those that came are told.
                if error.errno.code == ENOBUFS, !refusals.isEmpty { continue }
                throw error
            }
        }
    }
}
