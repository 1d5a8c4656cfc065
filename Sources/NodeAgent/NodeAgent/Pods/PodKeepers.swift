import Synchronization

/// The keepers of a node's pods, by the pods' unique ids.
final class PodKeepers: Sendable {
    private let keepers = Mutex<[String: PodKeeper]>([:])

    func find(_ uid: String) -> PodKeeper? { keepers.withLock { $0[uid] } }

    /// The keeper of a pod, made when there is none.
    func keeper(_ uid: String, _ make: () -> PodKeeper) -> PodKeeper {
        keepers.withLock { keepers in
            if let keeper = keepers[uid] { return keeper }
            let keeper = make()
            keepers[uid] = keeper
            return keeper
        }
    }

    func forget(_ uid: String) { keepers.withLock { $0[uid] = nil } }
}
