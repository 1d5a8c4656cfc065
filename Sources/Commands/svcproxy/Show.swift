import ArgumentParser
import ServiceProxy

extension OutputFormat: ExpressibleByArgument {}

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List Services with endpoints and connections.",
        discussion: """
            What is listed comes from the objects; connections are counted by the kernel, each \
            with its first packet.
            """)

    @OptionGroup var options: Options

    @Option(name: .shortAndLong, help: "table, wide, json or yaml.")
    var output = OutputFormat.table

    @Flag(name: .shortAndLong, help: "Again and again, with rates, until Ctrl-C.")
    var watch = false

    @Option(help: "With --watch: seconds between two pictures.")
    var interval = 2.0

    func validate() throws {
        guard interval >= 0.1, interval <= 86400 else {
            throw ValidationError("--interval: expected 0.1 to 86400 seconds")
        }
    }

    func run() async throws {
        try await Failure.told(options.console) {
            let configuration = try options.configuration()
            let command = ShowCommand(
                origin: try options.origin(configuration), configuration: configuration,
                format: output, console: options.console)
            if watch {
                try await command.watch(every: .milliseconds(Int(interval * 1000)))
            } else {
                try await command.run()
            }
        }
    }
}
