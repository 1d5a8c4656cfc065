import ArgumentParser
import ServiceProxy

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the kernel as the objects say, until SIGTERM; SIGHUP reads them again.",
        discussion: "What is programmed stays when it ends.")

    @OptionGroup var options: Options

    @Flag(help: "End after the first synchronisation.")
    var once = false

    func run() async throws {
        try await Failure.told(options.console) {
            let configuration = try options.configuration()
            try await SyncCommand(
                origin: try options.origin(configuration), isOnce: once,
                configuration: configuration, console: options.console
            ).run()
        }
    }
}
