import LinuxSystem
import Nftables
import NftablesDataplane
import Synchronization

/// Notices when somebody else changes our tables.
final class TableWatch: Sendable {
    private let monitor: NftablesMonitor
    /// Who did, as long as nobody has taken the news: however much happens, one of them waits.
    private let news = Mutex<String?>(nil)

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
            var isTouched = false
            while let events = try? monitor.receive() {
                for event in events {
                    switch event {
                    case .generation(let generation):
                        if isTouched, tell(generation.processName ?? "somebody") { ring() }
                        isTouched = false
                    case .overrun: if tell("more than could be followed") { ring() }
                    default: isTouched = isTouched || event.isAboutServices
                    }
                }
            }
        }
    }

    /// Whether nobody has been told yet.
    private func tell(_ whom: String) -> Bool {
        news.withLock { news in
            defer { news = whom }
            return news == nil
        }
    }

    /// Who changed the tables since this was asked last.
    func take() -> String? {
        news.withLock { news in
            defer { news = nil }
            return news
        }
    }
}

extension NftablesEvent {
    /// Whether it is about one of our tables; what packets do to the clients' memory is not.
    var isAboutServices: Bool {
        switch self {
        case .addedTable(let table), .deletedTable(let table):
            NftablesDataplane.isOwn(table.reference)
        case .addedChain(let chain), .deletedChain(let chain): NftablesDataplane.isOwn(chain.table)
        case .addedRule(let rule), .deletedRule(let rule): NftablesDataplane.isOwn(rule.table)
        case .addedSet(let set), .deletedSet(let set): NftablesDataplane.isOwn(set.table)
        case .addedElements(_, _, let table), .deletedElements(_, _, let table):
            NftablesDataplane.isOwn(table)
        case .generation, .overrun: false
        }
    }
}
