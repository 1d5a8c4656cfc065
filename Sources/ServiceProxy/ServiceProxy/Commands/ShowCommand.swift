import KubernetesFiles
import LinuxSystem
import Nftables
import ProxySettings

/// How commands print.
public enum OutputFormat: String, Sendable, CaseIterable {
    case text, table, wide, json, yaml

    /// Whether it is for programs. JSON is YAML, and nothing here would be plainer in another
    /// notation.
    var isStructured: Bool { self == .json || self == .yaml }
}

/// `svcproxy show`.
public struct ShowCommand: Sendable {
    private var origin: ObjectOrigin
    private var configuration: ProxyConfiguration
    private var format: OutputFormat

    /// The command.
    public init(origin: ObjectOrigin, configuration: ProxyConfiguration, format: OutputFormat) {
        self.origin = origin
        self.configuration = configuration
        self.format = format
    }

    /// Prints each Service port with its frontends and endpoints.
    public func run() async throws {
        var engine = ProxyEngine(configuration: configuration, socket: try NftablesSocket())
        engine.take(try await origin.list(ProxyEngine.kinds).events)
        let rows = engine.plans().map { ServiceRow(family: $0.family, plan: $0.plan) }
        try StandardStream.output.write(ServiceReport(rows: rows).text(format))
    }
}
