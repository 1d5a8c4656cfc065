import ArgumentParser
import NetLab

/// What a container that only names ports runs.
struct RespondVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "respond", abstract: "Answer with a pod's and a node's name.",
        shouldDisplay: false)

    @Option(help: "The pod's name.")
    var pod: String

    @Option(help: "The node's name.")
    var node: String

    @Option(help: "A file to make once every port listens.")
    var ready: String?

    @Argument(help: "Ports: 80/tcp 53/udp")
    var ports: [String] = []

    func run() throws {
        let services = try ports.map { text in
            guard let service = Responder.Service(text) else {
                throw ValidationError("expected PORT/tcp or PORT/udp, found \"\(text)\"")
            }
            return service
        }
        try reportingErrors {
            try Responder(pod: pod, node: node, services: services).run(ready: ready)
        }
    }
}
