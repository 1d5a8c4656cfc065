import ClusterZone
import Synchronization

/// One state of the zones, and a way to the next.
final class IndexVersion: Sendable {
    let index: ZoneIndex
    let next = AtomicLazyReference<IndexVersion>()

    init(_ index: ZoneIndex) { self.index = index }
}

/// Hands new states of the zones to those who answer.
///
/// Versions form a chain. A reader holds one and walks on once a batch: one atomic load when
/// nothing changed, no lock ever. A version is freed when the last reader has left it, so a reader
/// that waits for datagrams wakes now and then to walk on.
public final class IndexPublication: Sendable {
    private let newest: Mutex<IndexVersion>

    /// A publication that begins with a state.
    public init(_ index: ZoneIndex) { newest = Mutex(IndexVersion(index)) }

    /// Makes a state the newest.
    public func publish(_ index: ZoneIndex) {
        let version = IndexVersion(index)
        newest.withLock { newest in
            _ = newest.next.storeIfNil(version)
            newest = version
        }
    }

    /// The newest state, for who asks rarely.
    public var current: ZoneIndex { newest.withLock { $0 }.index }

    /// A reader that begins at the newest state.
    func reader() -> IndexReader { IndexReader(newest.withLock { $0 }) }
}

/// A reader's place in the chain; each belongs to one thread.
struct IndexReader {
    private(set) var version: IndexVersion

    init(_ version: IndexVersion) { self.version = version }

    @inline(__always)
    mutating func advance() {
        while let next = version.next.load() { version = next }
    }
}
