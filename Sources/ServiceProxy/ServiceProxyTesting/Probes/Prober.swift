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
        var results = try tryAll(Array(probes.enumerated()).map { ($0.offset, $0.element) })
        let doubtful = probes.indices.filter { results[$0]?.outcome == .silent }
        for (index, result) in try tryAll(doubtful.map { ($0, probes[$0]) }) {
            results[index] = result
        }
        return probes.indices.compactMap { results[$0] }
    }

    /// One probe's outcome.
    public func run(_ probe: BedProbe) throws -> ProbeOutcome {
        try run([probe]).first?.outcome ?? .failed("no result")
    }

    private func tryAll(_ numbered: [(Int, BedProbe)]) throws -> [Int: ProbeResult] {
        var results: [Int: ProbeResult] = [:]
        var waiting = numbered[...]
        while !waiting.isEmpty {
            let wave = takeWave(from: &waiting)
            for (index, attempt) in try tryWave(wave) {
                results[index] = ProbeResult(
                    probe: attempt.probe, source: attempt.source,
                    outcome: attempt.outcome ?? .silent)
            }
        }
        return results
    }

    /// Raw sockets can't tell whose refusal they hear: one to each address at a time.
    private func takeWave(from waiting: inout ArraySlice<(Int, BedProbe)>) -> [(Int, BedProbe)] {
        struct Pair: Hashable {
            var host: BedHost
            var address: IPAddress
        }
        var pairs: Set<Pair> = []
        var wave: [(Int, BedProbe)] = []
        var later: [(Int, BedProbe)] = []
        while wave.count < width, let (index, probe) = waiting.popFirst() {
            let isAlone =
                probe.transport != .sctp
                || pairs.insert(Pair(host: probe.from, address: probe.address)).inserted
            if isAlone { wave.append((index, probe)) } else { later.append((index, probe)) }
        }
        waiting = ArraySlice(later) + waiting
        return wave
    }

    private func tryWave(_ wave: [(Int, BedProbe)]) throws -> [(Int, Attempt)] {
        let poller = try EventPoller()
        var attempts: [(Int, Attempt)] = []
        for host in BedHost.clients {
            let own = wave.filter { $0.1.from == host }
            if own.isEmpty { continue }
            let first = reservePorts(own.count)
            attempts += try bed.namespace(of: host).run {
                try own.enumerated().map { offset, entry in
                    let port = Port(rawValue: first + UInt16(offset))
                    return (entry.0, try Attempt(entry.1, from: port))
                }
            }
        }
        for (token, (_, attempt)) in attempts.enumerated() where attempt.outcome == nil {
            try poller.add(attempt.descriptor, .readable, token: UInt64(token))
        }
        var open = attempts.count { $0.1.outcome == nil }
        let deadline = Deadline(after: patience)
        while open > 0, !deadline.isOver {
            for ready in try poller.wait(timeout: deadline.remaining) {
                let index = Int(ready.token)
                guard attempts[index].1.outcome == nil, attempts[index].1.look() else { continue }
                try poller.remove(attempts[index].1.descriptor)
                open -= 1
            }
        }
        return attempts
    }

    private func reservePorts(_ count: Int) -> UInt16 {
        if Int(nextPort) + count > 60_000 { nextPort = 10_000 }
        defer { nextPort += UInt16(count) }
        return nextPort
    }
}
