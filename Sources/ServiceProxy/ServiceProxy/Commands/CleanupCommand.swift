import Nftables
import NftablesDataplane

/// `svcproxy cleanup`.
public struct CleanupCommand: Sendable {
    private var console: Console

    /// The command.
    public init(console: Console) { self.console = console }

    /// Deletes our tables; none is fine too.
    public func run() throws {
        for table in try NftablesDataplane.cleanup(try NftablesSocket()) {
            console.detail("deleted table \(table)")
        }
    }
}
