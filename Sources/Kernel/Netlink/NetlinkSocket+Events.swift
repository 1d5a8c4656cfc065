import Glibc
import LinuxSystem

/// Something that a subscribed socket received.
public enum NetlinkEvent: Sendable {
    case message(NetlinkMessage)
    /// Events were lost: what is known must be read again. C: ENOBUFS
    case overrun
}

extension NetlinkSocket {
    /// Joins a multicast group by its number; from then on its events wait to be received.
    public func subscribe(group: UInt32) throws(NetlinkError) {
        try state.withLock { _ throws(NetlinkError) in
            // A burst of changes should not be lost for want of room.
            transport.reserveBuffer(
                forced: SocketOption.receiveBufferForced, plain: SocketOption.receiveBuffer,
                bytes: 8 << 20)
            try transport.join(group)
        }
    }

    /// What happened since the last call; waits for the first event.
    ///
    /// - Parameter timeout: the longest wait; nil waits for ever, zero not at all.
    /// - Returns: empty when the time is over.
    public func receiveEvents(timeout: Duration? = nil) throws(NetlinkError) -> [NetlinkEvent] {
        guard try transport.wait(milliseconds: timeout.map(Self.milliseconds)) else { return [] }
        return try state.withLock { state throws(NetlinkError) in
            var events: [NetlinkEvent] = []
            // Bounded, so that a flood of events can't keep the caller from acting on them.
            for _ in 0..<1024 {
                do throws(NetlinkError) {
                    guard let bytes = try transport.receiveNow(into: &state.buffer) else { break }
                    for message in try Self.split(bytes)
                    where message.type >= ControlMessage.firstOfProtocol {
                        events.append(.message(message))
                    }
                } catch {
                    // ENOBUFS, and a message that was too large: both lost something.
                    let code = error.errno.code
                    guard code == ENOBUFS || code == EMSGSIZE else { throw error }
                    events.append(.overrun)
                }
            }
            return events
        }
    }

    /// Rounded up, so that a short wait doesn't become a busy loop.
    private static func milliseconds(_ timeout: Duration) -> Int32 {
        let parts = timeout.components
        let milliseconds =
            parts.seconds.multipliedReportingOverflow(by: 1000).partialValue
            + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: milliseconds)
    }
}
