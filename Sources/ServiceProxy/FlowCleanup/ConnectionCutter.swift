import Conntrack
import LinuxSystem
import NetworkAddress
import Nftables

/// Cuts TCP connections so that both ends learn it at once.
///
/// To forget a flow is not enough: an end that waits for the other would wait for ever, and one
/// whose packets are dropped would send them again for a quarter of an hour. So the connection
/// is entered in a table that resets what its ends send, and both are provoked to send something.
/// Used by one thread.
final class ConnectionCutter {
    private let family: AddressFamily
    private let nftables: NftablesSocket
    private let table: CutTable
    private var packets: RawPacketSocket?
    private var isTableThere = false
    /// When nothing is left in the table.
    private(set) var emptyAt: UInt64?
    /// Whose ends are provoked again: a host answers such a segment only twice a second.
    private var reminded: [Flow] = []
    private var reminders = 0
    /// When they are.
    private(set) var remindAt: UInt64?

    /// Of more connections than these only the last are provoked again.
    private static let remindedAtMost = 10_000
    private static let second: UInt64 = 1_000_000_000

    /// In the network namespace of the calling thread.
    init(_ family: AddressFamily) throws {
        self.family = family
        nftables = try NftablesSocket()
        table = CutTable(family)
        // Without CAP_NET_RAW ends are told when they send something themselves.
        packets = try? RawPacketSocket(family)
    }

    /// Prepares the cut: what the ends send from now on is answered with a reset.
    func arm(_ flows: [Flow]) throws {
        let directions = flows.flatMap(\.ends).map {
            CutTable.Direction(from: $0.here, to: $0.there)
        }
        var batch = Batch()
        if !isTableThere { table.begin(&batch) }
        table.add(directions, &batch)
        try nftables.apply(batch)
        isTableThere = true
        emptyAt = MonotonicClock.nanoseconds + (CutTable.seconds + 5) * Self.second
    }

    /// Makes both ends send something.
    func provoke(_ flows: [Flow]) throws {
        if packets == nil { packets = try RawPacketSocket(family) }
        send(flows)
        reminded = (reminded + flows).suffix(Self.remindedAtMost)
        reminders = 3
        remindAt = MonotonicClock.nanoseconds + Self.second
    }

    private func send(_ flows: [Flow]) {
        for flow in flows {
            for end in flow.ends {
                let segment = ProvokingSegment(from: end.there, to: end.here)
                // One that can't be reached doesn't keep the others waiting.
                try? packets?.send(segment.packet, to: end.here.address)
            }
        }
    }

    /// Provokes again those that may not have heard it, and takes the table away when all that was
    /// in it is over.
    func tidy(_ now: UInt64) throws {
        if let remindAt, remindAt <= now {
            send(reminded)
            reminders -= 1
            self.remindAt = reminders > 0 ? now + 2 * Self.second : nil
            if reminders == 0 { reminded = [] }
        }
        guard let emptyAt, emptyAt <= now else { return }
        self.emptyAt = nil
        isTableThere = false
        var batch = Batch()
        batch.delete(table.reference)
        try nftables.apply(batch)
    }
}

extension Flow {
    /// One end of a connection, and what it takes for the other.
    struct End {
        var here: SocketEndpoint
        var there: SocketEndpoint
    }

    /// Both ends; none for protocols without ports.
    var ends: [End] { [original, reply].compactMap(\.end) }
}

extension FlowTuple {
    fileprivate var end: Flow.End? {
        guard let sourcePort, let destinationPort else { return nil }
        return Flow.End(
            here: SocketEndpoint(source, sourcePort),
            there: SocketEndpoint(destination, destinationPort))
    }
}
