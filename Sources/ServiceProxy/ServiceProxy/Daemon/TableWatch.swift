import LinuxSystem
import Nftables
import NftablesDataplane
import Synchronization

/// Notices when somebody else changes our tables.
final class TableWatch: Sendable {
    private let monitor: NftablesMonitor
    /// Who did what, as long as nobody has taken the news: however much happens, one of them waits.
    private let news = Mutex<News?>(nil)

    /// The last who did, and what all did.
    typealias News = (whom: String, touch: TableTouch)

    /// A watch that passes over what the proxy's own batches do.
    init(own: NftablesSocket) throws {
        monitor = try NftablesMonitor()
        try monitor.ignore(own)
    }

    /// Rings after a change, when the last one was taken.
    ///
    /// The kernel tells changes in groups, each ended by a generation that names the process. What
    /// was lost because too much happened counts as somebody's change.
    func start(_ ring: @escaping @Sendable () -> Void) throws {
        _ = try SystemThread.spawn(name: "tables") { [self] in
            var touch = TableTouch()
            receiving: while let events = try? monitor.receive() {
                for event in events {
                    switch event {
                    case .generation(let generation):
                        if !touch.isEmpty, tell(generation.processName ?? "somebody", touch) {
                            ring()
                        }
                        touch = TableTouch()
                    case .overrun:
                        passOver()
                        touch = TableTouch()
                        if tell("more than could be followed", .anything) { ring() }
                        continue receiving
                    default: touch.note(event)
                    }
                }
            }
        }
    }

    /// Until all that waits is taken the kernel loses more, and doesn't say so again: the tables
    /// are to be read after that.
    private func passOver() {
        let deadline = Deadline(after: .seconds(1))
        while !deadline.isOver, let events = try? monitor.receive(timeout: .zero) {
            if events.isEmpty { return }
        }
    }

    /// Whether nobody has been told yet.
    private func tell(_ whom: String, _ touch: TableTouch) -> Bool {
        news.withLock { news in
            var all = news?.touch ?? TableTouch()
            all.append(touch)
            defer { news = (whom, all) }
            return news == nil
        }
    }

    /// Who changed the tables since this was asked last, and how.
    func take() -> News? {
        news.withLock { news in
            defer { news = nil }
            return news
        }
    }
}
