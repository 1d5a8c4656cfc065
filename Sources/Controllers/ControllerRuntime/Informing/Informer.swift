import Synchronization
import WatchCache

/// A change of one object in a cache.
public struct ObjectChange: Sendable {
    /// What it was; nil when it was not there.
    public var old: CachedObject?
    /// What it is now; nil when it is gone.
    public var new: CachedObject?

    /// A change.
    public init(old: CachedObject?, new: CachedObject?) {
        self.old = old
        self.new = new
    }

    /// What it is, or was last.
    public var object: CachedObject? { new ?? old }
}

/// The shared cache of one resource: all its objects, indexed, and who is told of changes.
///
/// Objects are those of the API server's own cache where that is in this process: nothing is held
/// twice.
public final class Informer: Sendable {
    /// What it holds.
    public let kind: ResourceKind

    fileprivate struct Index {
        var keys: @Sendable (CachedObject) -> [String]
        var found: [String: [String: CachedObject]] = [:]
    }

    fileprivate struct State {
        var objects: [String: CachedObject] = [:]
        var indices: [String: Index] = [:]
        var handlers: [@Sendable (ObjectChange) -> Void] = []
        var isFilled = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    /// Held while handlers are told, so that each sees all changes in order.
    private let telling = Mutex(())

    /// An empty cache; who makes it feeds it.
    public init(_ kind: ResourceKind) {
        self.kind = kind
        addIndex(Self.byNamespace) { [$0.namespace] }
    }

    private static let byNamespace = "namespace"

    // MARK: - Reading

    /// Whether the first list has arrived.
    public var isFilled: Bool { state.withLock(\.isFilled) }

    /// Waits for the first list.
    public func waitUntilFilled() async {
        await withCheckedContinuation { continuation in
            let isFilled = state.withLock { state in
                if !state.isFilled { state.waiting.append(continuation) }
                return state.isFilled
            }
            if isFilled { continuation.resume() }
        }
    }

    /// An object; the namespace is empty for cluster-wide kinds.
    public func get(namespace: String = "", name: String) -> CachedObject? {
        let path = namespace.isEmpty ? name : namespace + "/" + name
        return state.withLock { $0.objects[path] }
    }

    /// All objects, or those of a namespace, in no order.
    public func list(namespace: String? = nil) -> [CachedObject] {
        guard let namespace else { return state.withLock { Array($0.objects.values) } }
        return list(index: Self.byNamespace, namespace)
    }

    /// The objects that have a key in an index, in no order.
    public func list(index: String, _ key: String) -> [CachedObject] {
        state.withLock { state in
            state.indices[index]?.found[key].map { Array($0.values) } ?? []
        }
    }

    /// Adds an index, unless one of this name is there. Keys must be pure.
    public func addIndex(
        _ name: String, _ keys: @escaping @Sendable (CachedObject) -> [String]
    ) {
        state.withLock { state in
            guard state.indices[name] == nil else { return }
            var index = Index(keys: keys)
            for (path, object) in state.objects {
                for key in keys(object) { index.found[key, default: [:]][path] = object }
            }
            state.indices[name] = index
        }
    }

    /// Tells of each object that is there, as new, and of each change from then on, in order and
    /// one at a time. The handler must be quick, and may read caches.
    public func onChange(_ handler: @escaping @Sendable (ObjectChange) -> Void) {
        telling.withLock { _ in
            let present = state.withLock { state in
                state.handlers.append(handler)
                return Array(state.objects.values)
            }
            for object in present { handler(ObjectChange(old: nil, new: object)) }
        }
    }

    // MARK: - Feeding

    /// Replaces everything by a list; what differs from before is told as changes.
    public func fill(_ objects: [CachedObject]) {
        telling.withLock { _ in
            let (changes, handlers, waiting) = state.withLock { state in
                var changes: [ObjectChange] = []
                var gone = state.objects
                for object in objects {
                    let old = gone.removeValue(forKey: object.path)
                    if old?.revision == object.revision { continue }
                    state.put(object, at: object.path)
                    changes.append(ObjectChange(old: old, new: object))
                }
                for (path, old) in gone {
                    state.put(nil, at: path)
                    changes.append(ObjectChange(old: old, new: nil))
                }
                state.isFilled = true
                defer { state.waiting = [] }
                return (changes, state.handlers, state.waiting)
            }
            for change in changes {
                for handler in handlers { handler(change) }
            }
            for continuation in waiting { continuation.resume() }
        }
    }

    /// Puts an object at its path, or removes it.
    public func apply(_ object: CachedObject?, at path: String) {
        telling.withLock { _ in
            let (old, handlers) = state.withLock { state in
                let old = state.objects[path]
                if old != nil || object != nil { state.put(object, at: path) }
                return (old, state.handlers)
            }
            guard old != nil || object != nil, old !== object else { return }
            for handler in handlers { handler(ObjectChange(old: old, new: object)) }
        }
    }
}

extension Informer.State {
    fileprivate mutating func put(_ object: CachedObject?, at path: String) {
        let old = objects[path]
        objects[path] = object
        // Not while the keys are held: each index would be copied whole.
        for name in Array(indices.keys) {
            guard let keys = indices[name]?.keys else { continue }
            for key in old.map(keys) ?? [] {
                indices[name]?.found[key]?[path] = nil
                if indices[name]?.found[key]?.isEmpty == true { indices[name]?.found[key] = nil }
            }
            if let object {
                for key in keys(object) {
                    indices[name]?.found[key, default: [:]][path] = object
                }
            }
        }
    }
}
