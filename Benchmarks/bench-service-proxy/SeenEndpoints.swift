import LinuxSystem
import NetworkAddress
import Nftables
import Synchronization

/// When endpoints came into the kernel, by its own events.
final class SeenEndpoints: Sendable {
    fileprivate struct State {
        var times: [IPv4Address: UInt64] = [:]
        var batches = 0
    }

    private let state = Mutex(State())

    /// Notes what happens from now on.
    func follow(in namespace: NetworkNamespace) throws {
        let monitor = try NftablesMonitor(in: namespace)
        _ = try SystemThread.spawn(name: "seen") { [self] in
            while let events = try? monitor.receive() {
                let now = MonotonicClock.nanoseconds
                state.withLock { state in
                    for event in events { state.take(event, at: now) }
                }
            }
        }
    }

    /// When an address came, in nanoseconds; nil when it has not.
    func time(of address: IPv4Address) -> UInt64? { state.withLock { $0.times[address] } }

    /// How many transactions there were.
    var batches: Int { state.withLock { $0.batches } }
}

extension SeenEndpoints.State {
    fileprivate mutating func take(_ event: NftablesEvent, at time: UInt64) {
        switch event {
        case .generation: batches += 1
        case .addedElements(let elements, set: "endpoints", _):
            for element in elements {
                guard case .value(let value) = element.data else { continue }
                let bytes = value.array.prefix(4)
                guard bytes.count == 4 else { continue }
                times[IPv4Address(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })] = time
            }
        default: break
        }
    }
}
