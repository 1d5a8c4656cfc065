import APIMachinery
import JSON
import ObjectStore
import Synchronization
import WatchCache

let configMaps = GroupResource(resource: "configmaps")

/// An object as the server stores it.
func stored(
    _ path: String, uid: String = "u", labels: [String: String] = [:], data: String = ""
) -> [UInt8] {
    let parts = path.split(separator: "/").map(String.init)
    var object = APIObject(["kind": "ConfigMap", "apiVersion": "v1", "metadata": [:]])
    object.name = parts[parts.count - 1]
    if parts.count > 1 { object.namespace = parts[0] }
    object.uid = uid
    object.creationTimestamp = "2026-01-02T03:04:05Z"
    object.labels = labels
    object["data", "k"] = .string(data)
    return object.json.serialized()
}

extension WatchCache {
    /// A cache that follows an empty store in memory.
    static func started(
        on store: any ObjectStore = MemoryStore(), _ limits: Limits = Limits()
    ) async throws -> WatchCache {
        let cache = WatchCache(store: store, limits: limits)
        try await cache.start()
        return cache
    }

    /// Writes a ConfigMap.
    @discardableResult
    func put(
        _ path: String, labels: [String: String] = [:], data: String = ""
    ) async throws -> Revision {
        try await commit([
            StoreWrite(
                key: Self.prefix(configMaps) + path,
                value: stored(path, labels: labels, data: data), expectation: .anything)
        ])
    }

    /// Deletes a ConfigMap.
    @discardableResult
    func remove(_ path: String) async throws -> Revision {
        try await commit([
            StoreWrite(key: Self.prefix(configMaps) + path, value: nil, expectation: .anything)
        ])
    }
}

extension WatchQuery {
    static func configMaps(
        _ start: Start = .current, _ filter: ObjectFilter = ObjectFilter()
    ) -> WatchQuery {
        var query = WatchQuery(
            resource: GroupResource(resource: "configmaps"), filter: filter,
            encoding: JSONWatchEncoding(
                GroupVersion(group: "", version: "v1"), kind: "ConfigMap"))
        query.start = start
        return query
    }
}

/// A reader of a watch that may be slow.
final class Reader: WatchSink {
    struct Event: Hashable, Sendable, CustomStringConvertible {
        var type: String
        var path: String
        var revision: UInt64
        var code = 0

        var description: String { "\(type) \(path) @\(revision)" }
    }

    private struct State {
        var lines: [[UInt8]] = []
        var isClosed = false
        var pending = 0
    }

    private let state = Mutex(State())
    private let isSlow: Bool

    /// - Parameter isSlow: what is written stays pending until `drain` is called.
    init(isSlow: Bool = false) { self.isSlow = isSlow }

    func write(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            if state.isClosed { return false }
            state.lines.append(bytes)
            if isSlow { state.pending += bytes.count }
            return true
        }
    }

    var pendingByteCount: Int { state.withLock(\.pending) }

    func drain() { state.withLock { $0.pending = 0 } }

    func close() { state.withLock { $0.isClosed = true } }

    var isClosed: Bool { state.withLock(\.isClosed) }

    var count: Int { state.withLock { $0.lines.count } }

    var events: [Event] {
        state.withLock(\.lines).map { line in
            let json = (try? JSON(parsing: line)) ?? .null
            let object = APIObject(json["object"] ?? .null)
            return Event(
                type: json["type"]?.string ?? "",
                path: object.namespace.isEmpty
                    ? object.name : object.namespace + "/" + object.name,
                revision: UInt64(object.resourceVersion) ?? 0,
                code: object["code"]?.int ?? 0)
        }
    }

    /// Waits until so many events are there, or the watch has ended, for at most a minute.
    func events(_ count: Int) async throws -> [Event] {
        try await poll { self.count >= count || self.isClosed }
        return events
    }
}

/// Waits until something holds, for at most a minute: other tests may hold the threads for long.
func poll(_ condition: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(60)
    while try await !condition(), clock.now < end {
        try await clock.sleep(for: .milliseconds(2))
    }
}
