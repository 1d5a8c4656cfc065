import LinuxSystem
import Nftables
import NftablesDataplane

/// Notices when somebody else changes our tables.
enum TableWatch {
    /// Calls `tell` with who it was, after each such change.
    ///
    /// The kernel tells changes in groups, each ended by a generation that names the process. What
    /// was lost because too much happened counts as somebody's change.
    static func start(_ tell: @escaping @Sendable (String) -> Void) throws {
        let monitor = try NftablesMonitor()
        _ = try SystemThread.spawn(name: "tables") {
            var isOurs = false
            while let events = try? monitor.receive() {
                for event in events {
                    switch event {
                    case .generation(let generation):
                        if isOurs, !isOwn(generation) {
                            tell(generation.processName ?? "somebody")
                        }
                        isOurs = false
                    case .overrun: tell("too many changes to follow")
                    default: isOurs = isOurs || event.isAboutServices
                    }
                }
            }
        }
    }

    /// Whether this process made it. The kernel's process id is the thread's.
    private static func isOwn(_ generation: Generation) -> Bool {
        guard let thread = generation.processID else { return false }
        return Files.exists("/proc/self/task/\(thread)")
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
