import RemoteStreams

/// Two ends of a connection in memory.
struct Pipe {
    final class End: ByteTransport {
        private let incoming: ByteQueue
        private let outgoing: ByteQueue

        init(_ incoming: ByteQueue, _ outgoing: ByteQueue) {
            self.incoming = incoming
            self.outgoing = outgoing
        }

        func read() async -> [UInt8]? { await incoming.take() }
        func write(_ bytes: [UInt8]) async throws { await outgoing.put(bytes) }
        func close() {
            incoming.finish()
            outgoing.finish()
        }
    }

    let one: End
    let other: End

    init() {
        let there = ByteQueue()
        let back = ByteQueue()
        one = End(back, there)
        other = End(there, back)
    }
}
