import KubernetesFiles
import LinuxSystem
import Nftables
import ProxySettings

/// How `plan` prints.
public enum PlanForm: String, Sendable, CaseIterable {
    /// In nft's words.
    case text
    /// The netlink messages, a line of hexadecimal digits for each batch.
    case bytes
}

/// `svcproxy plan`.
public struct PlanCommand: Sendable {
    private var origin: ObjectOrigin
    private var configuration: ProxyConfiguration
    private var console: Console
    private var form: PlanForm

    /// The command.
    public init(
        origin: ObjectOrigin, configuration: ProxyConfiguration, form: PlanForm = .text,
        console: Console
    ) {
        self.form = form
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
        for transaction in try engine.transactions() {
            switch form {
            case .text: lines += transaction.text
            case .bytes:
                if transaction.isEmpty { continue }
                lines.append(try transaction.batch().encoded().hexadecimal)
            }
        }
        if !lines.isEmpty {
            try StandardStream.output.write(lines.joined(separator: "\n") + "\n")
        }
        return lines.isEmpty
    }
}

extension [UInt8] {
    /// Two digits a byte.
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
