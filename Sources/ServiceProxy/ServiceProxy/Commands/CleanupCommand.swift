import Nftables
import NftablesDataplane

/// `svcproxy cleanup`.
public struct CleanupCommand: Sendable {
    private var console: Console
    private var takesOver: Bool

    /// The command.
    ///
    /// - Parameter takesOver: whether what kube-proxy left goes too.
    public init(console: Console, takesOver: Bool = false) {
        self.console = console
        self.takesOver = takesOver
    }

    /// Deletes our tables, and kube-proxy's when asked; none is fine too.
    public func run() throws {
        let socket = try NftablesSocket()
        for table in try NftablesDataplane.cleanup(socket) {
            console.detail("deleted table \(table)")
        }
        if takesOver { try Takeover.run(socket, console) }
    }
}
