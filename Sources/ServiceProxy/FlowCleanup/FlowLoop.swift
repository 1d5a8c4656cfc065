import Conntrack
import LinuxSystem
import NetworkAddress
import ServiceModel

/// What the cleaner's thread does between its waits.
struct FlowLoop {
    private var agendas: [AddressFamily: FlowAgenda] = [:]
    private var sweepers: [AddressFamily: FlowSweeper] = [:]
    private let tell: @Sendable (FlowEvent) -> Void
    private var nodePortAddresses: Set<IPAddress> = []
    /// Nothing is read before: a rest after each time, in proportion to how long it took.
    private var restUntil: UInt64 = 0
    private var hasFailed = false

    /// The rest is so many times the work, but no longer than `longestRest`.
    private static let restShare: UInt64 = 4
    private static let longestRest: UInt64 = 1_000_000_000
    /// The rest after a failure.
    private static let retryRest: UInt64 = 10_000_000_000

    /// How long answers of those who were cut last may take.
    private static let farewell = Duration.milliseconds(300)

    init(tell: @escaping @Sendable (FlowEvent) -> Void) throws {
        self.tell = tell
        for family in AddressFamily.allCases {
            agendas[family] = FlowAgenda()
            sweepers[family] = try FlowSweeper(family)
        }
    }

    /// How long there is nothing to do if nothing more is asked for; nil: for ever.
    var pause: Duration? {
        let now = MonotonicClock.nanoseconds
        var times = agendas.values.compactMap(\.drains.next)
        if agendas.values.contains(where: { $0.hasWork(now) }) { times.append(now) }
        let rested = times.map { max($0, restUntil) }
        let next = (rested + sweepers.values.compactMap(\.nextStep)).min()
        return next.map { .nanoseconds(Int64(clamping: $0 > now ? $0 - now : 0)) }
    }

    mutating func note(_ work: [AddressFamily: [FlowWork]], _ addresses: Set<IPAddress>) {
        guard !work.isEmpty else { return }
        nodePortAddresses = addresses
        let now = MonotonicClock.nanoseconds
        for (family, items) in work {
            for item in items { agendas[family]?.note(item, now: now) }
        }
    }

    mutating func run(isLast: Bool) {
        let begin = MonotonicClock.nanoseconds
        for family in AddressFamily.allCases { sweepers[family]?.tidy(begin) }
        guard isLast || begin >= restUntil else { return }
        for family in AddressFamily.allCases {
            guard let agenda = agendas[family], agenda.hasWork(begin) else { continue }
            agendas[family] = clean(family, agenda, now: begin)
        }
        let end = MonotonicClock.nanoseconds
        let rest = min((end - begin) * Self.restShare, Self.longestRest)
        restUntil = end + (hasFailed ? Self.retryRest : rest)
        hasFailed = false
        if isLast, sweepers.values.contains(where: \.isTelling) {
            // The table that resets goes with this thread: those who answer are waited for.
            MonotonicClock.sleep(Self.farewell)
        }
    }

    /// What is left of an agenda; of what failed nothing is forgotten but connections to be cut.
    private mutating func clean(
        _ family: AddressFamily, _ agenda: FlowAgenda, now: UInt64
    ) -> FlowAgenda {
        guard let sweeper = sweepers[family] else { return agenda }
        var rest = agenda
        do {
            if !agenda.datagrams.isEmpty {
                tell(.swept(try sweeper.sweep(agenda.datagrams, nodePortAddresses)))
                rest.datagrams = DatagramAgenda()
            }
            if !agenda.unknown.isEmpty {
                try sweeper.look(agenda.unknown, nodePortAddresses) { endpoint, target, plan in
                    rest.drains.note(endpoint, of: target, plan, now: now)
                }
                rest.unknown = []
            }
            for (transport, cuts) in rest.drains.takeDue(now) {
                let rule = CutRule(cuts: cuts, nodePortAddresses: nodePortAddresses)
                let (sweep, problem) = try sweeper.cut(rule, transport)
                tell(.swept(sweep))
                if let problem { tell(.untold(family, problem)) }
            }
        } catch {
            hasFailed = true
            tell(.failed(family, error))
        }
        return rest
    }
}
