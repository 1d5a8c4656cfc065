import Synchronization

/// What was seen, in order.
final class Seen: Sendable {
    private let paths = Mutex<[String]>([])

    func add(_ path: String) { paths.withLock { $0.append(path) } }

    var all: [String] { paths.withLock { $0 } }
}

/// Something that is so until it is not.
final class Flag: Sendable {
    private let isUp = Mutex(true)

    var isDown: Bool { isUp.withLock { !$0 } }

    func lower() { isUp.withLock { $0 = false } }
}
