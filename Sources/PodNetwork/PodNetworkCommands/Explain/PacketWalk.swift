import LinuxSystem
import Netlink
import NetworkAddress
import PodRules
import RouteNetlink

/// A packet on its way: goes where rules and kernel send it, and notes each step.
///
/// Nothing is sent. Each choice that the kernel makes by a table is asked of the kernel, in the
/// namespace where it makes it; what rules do follows from their elements.
struct PacketWalk {
    let node: ObservedNode
    let book: RuleBook
    let transport: TransportProtocol

    var explanation: Explanation
    /// The packet's sender as it is now.
    var source: IPAddress?
    /// Where the packet goes as it is now.
    var destination: IPAddress
    /// The port that the packet goes to as it is now.
    var port: Port?
    /// Whether a host port's mark says that the packet leaves with the node's address.
    var isMarked = false
    /// Whether a host port has changed where the packet goes: answers must come back by the node.
    var isTranslated = false
    /// Pods on the way, whose configuration is looked at.
    var passed: [ObservedPod] = []
    /// The smallest MTU on the way.
    var mtu: Int?

    /// Who sends.
    enum Sender {
        case pod(ObservedPod)
        case node
        case outside
    }

    init(
        _ node: ObservedNode, question: String, source: IPAddress?, destination: IPAddress,
        port: Port?, transport: TransportProtocol
    ) {
        self.node = node
        self.transport = transport
        self.source = source
        self.destination = destination
        self.port = port
        book = RuleBook(rules: node.rules)
        explanation = Explanation(question: question)
    }

    /// The whole way.
    mutating func run(from sender: Sender) throws -> Explanation {
        switch sender {
        case .pod(let pod): try leave(pod)
        case .node: try leaveNode()
        case .outside: try arriveFromOutside()
        }
        explanation.source = source
        explanation.destination = destination
        explanation.port = port
        return explanation
    }

    mutating func note(_ stage: Explanation.Stage, _ text: String) {
        explanation.steps.append(Explanation.Step(stage: stage, text: text))
    }

    /// Something is missing or wrong; the packet may be lost by it.
    mutating func object(_ stage: Explanation.Stage, _ text: String) {
        explanation.steps.append(Explanation.Step(stage: stage, text: text, isProblem: true))
    }

    mutating func end(_ verdict: Explanation.Verdict, _ target: String = "") {
        explanation.verdict = verdict
        explanation.target = target
    }

    mutating func pass(_ link: Link) { mtu = min(mtu ?? link.mtu, link.mtu) }

    /// `10.1.0.2:80/tcp`.
    var target: String {
        guard let port else { return destination.description }
        return "\(SocketEndpoint(destination, port))/\(transport.name)"
    }

    /// What the kernel says of a route; notes a refusal.
    mutating func route(
        _ stage: Explanation.Stage, _ socket: RouteSocket, place: String,
        from: IPAddress? = nil, arriving: LinkIndex? = nil
    ) -> Route? {
        do throws(NetlinkError) {
            return try socket.route(to: destination, from: from, arriving: arriving)
        } catch {
            let why =
                switch error.errno {
                case .enetunreach, .ehostunreach: "has no route to \(destination)"
                case .exdev:
                    "takes no packet from \(from?.description ?? "there") by that link"
                        + " (no route leads back by it, or a setting forbids it)"
                default: "refuses packets to \(destination): \(error.errno)"
                }
            object(stage, "\(place) \(why)")
            end(.lost)
            return nil
        }
    }
}
