import ArgumentParser
import ServiceProxy

extension OutputFormat: ExpressibleByArgument {}

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List Services with their endpoints, as sync would program them.")

    @OptionGroup var options: Options

    @Option(name: .shortAndLong, help: "table, wide, json or yaml.")
    var output = OutputFormat.table

    func run() async throws {
        try await Failure.told(options.console) {
            let configuration = try options.configuration()
            try await ShowCommand(
                origin: try options.origin(configuration), configuration: configuration,
                format: output
            ).run()
        }
    }
}
