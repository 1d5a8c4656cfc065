import ArgumentParser
import ServiceProxy

extension PlanForm: ExpressibleByArgument {}

struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what sync would change, in nft's own words; change nothing.")

    @OptionGroup var options: Options

    @Option(name: .shortAndLong, help: "text, or bytes: the netlink messages as hexadecimal.")
    var output = PlanForm.text

    @Flag(help: "Exit status 2 when there is something to change.")
    var exitCode = false

    func run() async throws {
        try await Failure.told(options.console) {
            let configuration = try options.configuration()
            let isEmpty = try await PlanCommand(
                origin: try options.origin(configuration), configuration: configuration,
                form: output,
                console: options.console
            ).run()
            if exitCode, !isEmpty { throw ExitCode(2) }
        }
    }
}
