import ArgumentParser
import NetLab
import NetworkAddress

/// What a scenario runs in a pod to count answers.
struct RequestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Send HTTP requests and print who answered each.",
        shouldDisplay: false)

    enum Family: String, ExpressibleByArgument {
        case ipv4, ipv6
    }

    @Argument(help: "http://HOST[:PORT][/PATH]")
    var url: String

    @Option(help: "How many; 0: until SIGTERM.")
    var count: Int = 1

    @Option(help: "ipv4 or ipv6.")
    var family: Family?

    func run() throws {
        guard let url = RequestURL(url) else { throw ValidationError("expected http://HOST…") }
        try reportingErrors {
            try RequestClient(url: url, family: family.map { $0 == .ipv4 ? .ipv4 : .ipv6 })
                .run(count: count)
        }
    }
}
