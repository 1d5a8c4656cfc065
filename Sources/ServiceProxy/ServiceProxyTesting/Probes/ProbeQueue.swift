import NetworkAddress

/// Probes that wait for their turn, by their number.
///
/// Raw sockets can't tell whose refusal they hear: of those who ask one address from one host, only
/// one is under way at a time.
struct ProbeQueue {
    private struct Pair: Hashable {
        var host: BedHost
        var address: IPAddress
    }

    private let probes: [BedProbe]
    /// Those that hinder nobody.
    private var free: ArraySlice<Int> = []
    private var alone: [Pair: ArraySlice<Int>] = [:]
    /// Pairs with probes that wait and none under way.
    private var idle: [Pair] = []

    /// The probes of some numbers.
    init(_ probes: [BedProbe], _ numbers: some Sequence<Int>) {
        self.probes = probes
        for number in numbers {
            guard let pair = Self.pair(probes[number]) else {
                free.append(number)
                continue
            }
            if alone[pair] == nil { idle.append(pair) }
            alone[pair, default: []].append(number)
        }
    }

    private static func pair(_ probe: BedProbe) -> Pair? {
        probe.transport == .sctp ? Pair(host: probe.from, address: probe.address) : nil
    }

    /// The next ones, at most so many; none when all that wait are hindered.
    mutating func take(atMost count: Int) -> [Int] {
        var taken: [Int] = []
        while taken.count < count, let pair = idle.popLast() {
            if let number = alone[pair]?.popFirst() { taken.append(number) }
        }
        while taken.count < count, let number = free.popFirst() { taken.append(number) }
        return taken
    }

    /// One that was taken is over.
    mutating func end(_ number: Int) {
        guard let pair = Self.pair(probes[number]), alone[pair]?.isEmpty == false else { return }
        idle.append(pair)
    }
}
