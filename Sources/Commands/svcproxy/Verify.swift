import ArgumentParser
import ServiceProxy

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the kernel's tables with the objects, element by element.",
        discussion: "Changes nothing. Exit status 2 when something differs.")

    @OptionGroup var options: Options

    @Option(name: .shortAndLong, help: "text or json.")
    var output = OutputFormat.text

    func run() async throws {
        try await Failure.told(options.console) {
            let configuration = try options.configuration()
            let isRight = try await VerifyCommand(
                origin: try options.origin(configuration), configuration: configuration,
                format: output, console: options.console
            ).run()
            if !isRight { throw ExitCode(2) }
        }
    }
}
