import KubernetesFiles
import LinuxSystem
import Nftables
import ProxySettings

/// `svcproxy plan`.
public struct PlanCommand: Sendable {
    private var origin: ObjectOrigin
    private var configuration: ProxyConfiguration
    private var console: Console

    /// The command.
    public init(origin: ObjectOrigin, configuration: ProxyConfiguration, console: Console) {
        self.console = console
        self.origin = origin
        self.configuration = configuration
    }

    /// Prints what `sync` would change, in nft's words.
    ///
    /// - Returns: whether there is nothing to change.
    public func run() async throws -> Bool {
        var engine = ProxyEngine(configuration: configuration, socket: try NftablesSocket())
        let batch = try await origin.list(ProxyEngine.kinds)
        engine.take(batch.events)
        for line in batch.rejected { console.say("\(line); skipped") }
        for problem in engine.takeProblems() { console.say("\(problem)") }
        engine.setAssigned(try AddressWatch.assigned())
        var lines: [String] = []
        for transaction in try engine.transactions() { lines += transaction.text }
        if !lines.isEmpty {
            try StandardStream.output.write(lines.joined(separator: "\n") + "\n")
        }
        return lines.isEmpty
    }
}
