import Glibc
import LinuxSystem

extension NetlinkSocket {
    /// How often a dump that was interrupted by changes is begun again.
    static let dumpAttempts = 20

    /// Reads everything of a kind.
    ///
    /// A dump that something changed under (`NLM_F_DUMP_INTR`) is thrown away and begun again; the
    /// result is consistent, or the call throws EINTR after many attempts.
    ///
    /// - Parameter message: one message with its header; number and dump flags are set here.
    public func dump(
        _ message: [UInt8], operation: String, subject: String = ""
    ) throws(NetlinkError) -> [NetlinkMessage] {
        try state.withLock { state throws(NetlinkError) in
            var message = message
            do throws(NetlinkError) {
                for _ in 0..<Self.dumpAttempts {
                    let sequence = state.nextSequence()
                    message.prepare(sequence: sequence, flags: [.request, .dump])
                    try drain(&state)
                    try transport.send(message)
                    if let found = try dumped(sequence, &state, operation, subject) {
                        return found
                    }
                }
            } catch {
                throw error.named(operation, subject)
            }
            throw NetlinkError(
                operation: operation, subject: subject, errno: Errno(code: EINTR),
                kernelMessage: "the dump was interrupted by changes again and again")
        }
    }

    /// Builds one message in `body` and dumps as `dump(_:operation:subject:)` does.
    public func dump(
        type: UInt16, flags: MessageFlags = [], operation: String, subject: String = "",
        _ body: (inout NetlinkWriter) -> Void
    ) throws(NetlinkError) -> [NetlinkMessage] {
        let bytes = try Self.message(type, flags, operation, subject, body)
        return try dump(bytes, operation: operation, subject: subject)
    }

    /// One dump's messages; nil when it was interrupted.
    private func dumped(
        _ sequence: UInt32, _ state: inout State, _ operation: String, _ subject: String
    ) throws(NetlinkError) -> [NetlinkMessage]? {
        var found: [NetlinkMessage] = []
        var isInterrupted = false
        while true {
            for message in try receive(&state) where message.sequence == sequence {
                if message.flags.contains(.dumpInterrupted) { isInterrupted = true }
                switch message.type {
                case ControlMessage.noOperation: continue
                case ControlMessage.done, ControlMessage.error:
                    let acknowledgement = try decode(message)
                    // nf_tables says EINTR itself when a generation ends under a dump.
                    if acknowledgement.code == EINTR { return nil }
                    guard acknowledgement.isSuccess else {
                        throw acknowledgement.error(operation, subject)
                    }
                    if message.type == ControlMessage.error { continue }
                    return isInterrupted ? nil : found
                default: found.append(message)
                }
            }
        }
    }
}
