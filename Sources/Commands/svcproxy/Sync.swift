import ArgumentParser
import ServiceProxy

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the kernel as the manifests say, until SIGTERM; SIGHUP reads them again.",
        discussion: "What is programmed stays when it ends.")

    @OptionGroup var options: Options

    @Flag(help: "End after the first synchronisation.")
    var once = false

    func run() async throws {
        try await Failure.told(options.console) {
            try await SyncCommand(
                path: options.from, isOnce: once, configuration: try options.configuration(),
                console: options.console
            ).run()
        }
    }
}
