import ArgumentParser
import LinuxSystem
import NetLab

/// What the image of a responder runs; who it is stands in `POD_NAME` and `NODE_NAME`.
struct RespondVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "respond", abstract: "Answer with a pod's and a node's name.",
        shouldDisplay: false)

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
            let pod = Environment.value("POD_NAME") ?? Environment.value("HOSTNAME") ?? ""
            let node = Environment.value("NODE_NAME") ?? ""
            try Responder(pod: pod, node: node, services: services).run()
        }
    }
}
