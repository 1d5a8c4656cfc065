import Glibc
import LinuxSystem

extension NetlinkSocket {
    /// Reads everything of a kind and hands it on message by message: for tables too large to be
    /// held at once.
    ///
    /// What changed under the dump may be missing or come twice, and a dump that the kernel calls
    /// interrupted is not begun again: for those who can live with that. `body` must not use this
    /// socket. When it throws, the rest is left unread, and thrown away by the next call.
    public func stream(
        type: UInt16, operation: String, subject: String = "",
        _ request: (inout NetlinkWriter) -> Void,
        each body: (NetlinkMessage) throws(NetlinkError) -> Void
    ) throws(NetlinkError) {
        let bytes = try Self.message(type, [], operation, subject, request)
        try state.withLock { state throws(NetlinkError) in
            var message = bytes
            let sequence = state.nextSequence()
            message.prepare(sequence: sequence, flags: [.request, .dump])
            do throws(NetlinkError) {
                try drain(&state)
                try transport.send(message)
                while true {
                    for message in try receive(&state) where message.sequence == sequence {
                        switch message.type {
                        case ControlMessage.noOperation: continue
                        case ControlMessage.done, ControlMessage.error:
                            let acknowledgement = try decode(message)
                            guard acknowledgement.isSuccess else {
                                throw acknowledgement.error(operation, subject)
                            }
                            if message.type == ControlMessage.done { return }
                        default: try body(message)
                        }
                    }
                }
            } catch {
                throw error.named(operation, subject)
            }
        }
    }
}
