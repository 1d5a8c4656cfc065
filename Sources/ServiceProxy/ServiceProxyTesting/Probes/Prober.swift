import LinuxSystem
import NetworkAddress

/// Tries many connections at once.
public final class Prober {
    private let bed: PacketBed
    private var nextPort: UInt16 = 10_000
    /// How long a probe may stay without an answer until it counts as silent. Refusals that the
    /// kernel overheard show with a connection's first retransmission, after a second.
    private let patience: Duration
    /// How many are under way at a time.
    private let width: Int

    /// A prober of a bed.
    public init(_ bed: PacketBed, patience: Duration = .milliseconds(1600), width: Int = 1500) {
        self.bed = bed
        self.patience = patience
        self.width = width
    }

    /// Tries all of them; the results are in the probes' order. What stays silent is tried once
    /// more, so that a machine that is busy drops nothing.
    public func run(_ probes: [BedProbe]) throws -> [ProbeResult] {
        var results = try tryAll(probes, probes.indices)
        let doubtful = probes.indices.filter { results[$0]?.outcome == .silent }
        for (number, result) in try tryAll(probes, doubtful) { results[number] = result }
        return probes.indices.compactMap { results[$0] }
    }

    /// One probe's outcome.
    public func run(_ probe: BedProbe) throws -> ProbeOutcome {
        try run([probe]).first?.outcome ?? .failed("no result")
    }

    /// One that is under way.
    private struct Flight {
        var attempt: Attempt
        var deadline: Deadline
    }

    private func tryAll(
        _ probes: [BedProbe], _ numbers: some Sequence<Int>
    ) throws -> [Int: ProbeResult] {
        let poller = try EventPoller()
        var queue = ProbeQueue(probes, numbers)
        var results: [Int: ProbeResult] = [:]
        var flights: [Int: Flight] = [:]
        // As they began, so the first one's patience ends first.
        var order: ArraySlice<Int> = []

        func end(_ number: Int, _ attempt: Attempt) {
            queue.end(number)
            results[number] = ProbeResult(
                probe: attempt.probe, source: attempt.source, outcome: attempt.outcome ?? .silent)
        }
        while true {
            let taken = queue.take(atMost: width - flights.count)
            if taken.isEmpty, flights.isEmpty { return results }
            for (number, attempt) in try begin(taken.map { ($0, probes[$0]) }) {
                if attempt.outcome != nil {
                    end(number, attempt)
                    continue
                }
                flights[number] = Flight(attempt: attempt, deadline: Deadline(after: patience))
                order.append(number)
                try poller.add(attempt.descriptor, .readable, token: UInt64(number))
            }
            while let first = order.first, flights[first]?.deadline.isOver != false {
                order.removeFirst()
                if let flight = flights.removeValue(forKey: first) { end(first, flight.attempt) }
            }
            guard let first = order.first, let flight = flights[first] else { continue }
            for ready in try poller.wait(timeout: flight.deadline.remaining) {
                let number = Int(ready.token)
                guard flights[number]?.attempt.look() == true,
                    let ended = flights.removeValue(forKey: number)
                else { continue }
                try poller.remove(ended.attempt.descriptor)
                end(number, ended.attempt)
            }
        }
    }

    /// Sends first packets, each from its host.
    private func begin(_ numbered: [(Int, BedProbe)]) throws -> [(Int, Attempt)] {
        try BedHost.clients.flatMap { host in
            let own = numbered.filter { $0.1.from == host }
            if own.isEmpty { return [(Int, Attempt)]() }
            let first = reservePorts(own.count)
            return try bed.namespace(of: host).run {
                try own.enumerated().map { offset, entry in
                    let port = Port(rawValue: first + UInt16(offset))
                    return (entry.0, try Attempt(entry.1, from: port))
                }
            }
        }
    }

    private func reservePorts(_ count: Int) -> UInt16 {
        if Int(nextPort) + count > 60_000 { nextPort = 10_000 }
        defer { nextPort += UInt16(count) }
        return nextPort
    }
}
