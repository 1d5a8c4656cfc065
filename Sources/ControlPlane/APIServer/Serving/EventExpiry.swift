import APIMachinery
import ObjectStore
import WatchCache

extension APIServer {
    /// How long an event is kept after it was last seen.
    private static let eventSeconds: Int64 = 3600

    /// Removes old events about each minute, until it is cancelled.
    func expireEvents() async {
        let clock = ContinuousClock()
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: .seconds(60))
            } catch {
                return
            }
            await removeEvents(before: Self.now.seconds - Self.eventSeconds)
        }
    }

    private func removeEvents(before limit: Int64) async {
        let events = GroupResource(resource: "events")
        for cached in cache.list(events).objects {
            let event = cached.object()
            guard Self.lastSeen(event) < limit else { continue }
            // Someone who changed it meanwhile keeps it.
            _ = try? await cache.commit([
                StoreWrite(
                    key: WatchCache.key(
                        events, namespace: cached.namespace, name: cached.name),
                    value: nil, expectation: .unchanged(since: cached.revision))
            ])
        }
    }

    /// The latest moment that an event speaks of, in seconds since 1970.
    private static func lastSeen(_ event: APIObject) -> Int64 {
        let texts = [
            event["lastTimestamp"]?.string, event["eventTime"]?.string,
            event["series", "lastObservedTime"]?.string, event.creationTimestamp,
        ]
        return texts.compactMap { $0.flatMap(Timestamp.init(parsing:))?.seconds }.max() ?? .max
    }
}
