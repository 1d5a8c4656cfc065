import JSON
import KubernetesFiles
import LinuxSystem
import NetworkAddress
import Nftables
import ProxySettings
import ServiceExplanation
import ServiceModel

/// `svcproxy explain`.
public struct ExplainCommand: Sendable {
    private var origin: ObjectOrigin
    private var configuration: ProxyConfiguration
    private var question: PacketQuestion
    private var format: OutputFormat
    private var console: Console

    /// The command.
    public init(
        origin: ObjectOrigin, configuration: ProxyConfiguration, question: PacketQuestion,
        format: OutputFormat, console: Console
    ) {
        self.origin = origin
        self.configuration = configuration
        self.question = question
        self.format = format
        self.console = console
    }

    /// Prints what becomes of the packet and why; the kernel's tables are not read.
    public func run() async throws {
        let batch = try await origin.list(ProxyEngine.kinds)
        for line in batch.rejected { console.say("\(line); skipped") }
        var engine = ProxyEngine(configuration: configuration, socket: try NftablesSocket())
        engine.take(batch.events)
        let assigned = try AddressWatch.assigned()
        engine.setAssigned(assigned)
        let packet = try question.packet(assigned: assigned + engine.catalog.nodeAddresses)
        let explanation = engine.explain(packet)
        let report = ExplanationReport(
            packet: packet, explanation: explanation,
            sources: explanation.service.map { engine.catalog.sources(of: $0.service) } ?? [])
        let text = format.isStructured ? report.json.prettyText : report.text
        try StandardStream.output.write(text)
    }
}
