import ArgumentParser
import ServiceProxy

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what becomes of a packet, and why.",
        discussion: """
            --from says the packet's address, --objects (or a second --from) the manifests. From \
            the objects alone: the kernel's tables are not read (`verify` compares both). \
            Example: svcproxy explain --from 10.244.1.7 --to 10.96.0.10:53/udp
            """)

    @OptionGroup var options: Options

    @Option(help: "Where it wants to go: 10.96.0.10:53/udp, [fd00::a]:80; TCP unless told.")
    var to: String

    @Option(help: "The interface that it arrives by, when pods are told by interfaces.")
    var interface: String?

    @Flag(help: "A process of the node itself sends it.")
    var nodeItself = false

    @Option(name: .shortAndLong, help: "text or json.")
    var output = OutputFormat.text

    func run() async throws {
        try await Failure.told(options.console) {
            let configuration = try options.configuration()
            try await ExplainCommand(
                origin: try options.origin(configuration), configuration: configuration,
                question: try PacketQuestion(
                    from: options.sourceAddress, to: to, interface: interface,
                    isFromNode: nodeItself),
                format: output, console: options.console
            ).run()
        }
    }
}
