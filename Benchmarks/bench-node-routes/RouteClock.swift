import LinuxSystem
import NetworkAddress
import RouteNetlink
import Synchronization

/// When the kernel told of each route, by its own events.
final class RouteClock: Sendable {
    private struct State {
        var there: [IPPrefix: (gateway: IPAddress?, at: UInt64)] = [:]
        var gone: [IPPrefix: UInt64] = [:]
        var isOver = false
    }

    private let state = Mutex(State())
    private let events: RouteEvents

    init(_ host: Host) throws {
        events = try RouteEvents([.routes], in: host.namespace)
        _ = try SystemThread.spawn(name: "route-clock") { [self] in follow() }
    }

    func stop() { state.withLock { $0.isOver = true } }

    private func follow() {
        while !state.withLock(\.isOver) {
            let now: [RouteEvent]
            do { now = try events.next(timeout: .milliseconds(200)) } catch { return }
            let time = MonotonicClock.nanoseconds
            state.withLock { state in
                for event in now {
                    switch event {
                    case .route(let route) where route.origin.rawValue == 157:
                        state.there[route.prefix] = (route.gateway, time)
                    case .routeRemoved(let route) where route.origin.rawValue == 157:
                        state.gone[route.prefix] = time
                    default: break
                    }
                }
            }
        }
    }

    /// When a route to a gateway was told.
    func time(of prefix: IPPrefix, via gateway: IPAddress?) -> UInt64? {
        state.withLock { state in
            guard let found = state.there[prefix], found.gateway == gateway else { return nil }
            return found.at
        }
    }

    func removal(of prefix: IPPrefix) -> UInt64? { state.withLock { $0.gone[prefix] } }
}
