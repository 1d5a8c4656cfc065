import CNIProtocol
import LinuxSystem
import NetworkAddress

/// `martlet-cni explain`: how a packet would go, and whether the kernel agrees.
struct ExplainVerb: CommandVerb {
    static let words = ["explain"]
    static let summary = "how a packet goes, and whether the kernel agrees"
    static let usage = """
        usage: martlet-cni explain --from A --to B[:PORT] [--protocol tcp|udp|sctp]
                                   [--config FILE…] [-o text|json]
          A, B       a container's id (or its beginning), an address, or node
          --config   what networks should be, compared with the pods on the way
        exit status: 0 the kernel agrees; 2 something is missing or wrong; 1 cannot tell

        """

    private var sender: ExplainEndpoint
    private var receiver: ExplainEndpoint
    private var names: (from: String, to: String)
    private var transport = TransportProtocol.tcp
    private var configurations: [String] = []
    private var wantsJSON = false

    init(_ arguments: [String]) throws(UsageError) {
        var (from, to): (String?, String?)
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard ["--from", "--to", "--protocol", "--config", "-o"].contains(option) else {
                throw UsageError("no such option: \(option)")
            }
            guard let value = rest.popFirst(), !value.isEmpty else {
                throw UsageError("\(option) needs a value")
            }
            switch option {
            case "--from": from = value
            case "--to": to = value
            case "--config": configurations.append(value)
            case "-o":
                guard ["text", "json"].contains(value) else {
                    throw UsageError("-o: expected text or json, found \"\(value)\"")
                }
                wantsJSON = value == "json"
            default:
                guard let known = TransportProtocol(name: value) else {
                    throw UsageError("--protocol: expected tcp, udp or sctp, found \"\(value)\"")
                }
                transport = known
            }
        }
        guard let from else { throw UsageError("--from is missing: who sends") }
        guard let to else { throw UsageError("--to is missing: who is sent to") }
        sender = ExplainEndpoint(sender: from)
        receiver = try ExplainEndpoint(target: to)
        names = (from, to)
    }

    func run() throws -> CommandOutcome {
        let expectations = try configurations.map { path in
            do {
                return try NetworkExpectation(try Files.read(path))
            } catch let error as CNIError {
                throw error.during(path)
            }
        }
        let node = try ObservedNode()
        let (origin, source) = try resolveSender(node)
        let destination = try resolveReceiver(node, like: origin, source)
        var walk = PacketWalk(
            node, question: "from \(names.from) to \(names.to)/\(transport.name)",
            source: source, destination: destination, port: receiver.port, transport: transport)
        var explanation = try walk.run(from: origin)
        for expectation in expectations {
            for pod in walk.passed where pod.network == expectation.network {
                for problem in try expectation.discrepancies(of: pod, on: node) {
                    let step = Explanation.Step(
                        stage: .configuration, text: problem, isProblem: true)
                    if !explanation.steps.contains(step) { explanation.steps.append(step) }
                }
            }
        }
        let output =
            wantsJSON
            ? String(decoding: explanation.json.serialized(pretty: true), as: UTF8.self) + "\n"
            : explanation.text
        return CommandOutcome(output, status: explanation.agrees ? 0 : 2)
    }

    /// Who sends, and from which address, where the person says so.
    private func resolveSender(
        _ node: ObservedNode
    ) throws(UsageError) -> (PacketWalk.Sender, IPAddress?) {
        switch sender.who {
        case .node: return (.node, nil)
        case .pod(let text): return (.pod(try node.pod(named: text)), nil)
        case .address(let address):
            if let pod = node.pod(with: address) { return (.pod(pod), address) }
            return (node.has(address) ? .node : .outside, address)
        }
    }

    /// An address of whoever is sent to, of a family that the sender has.
    private func resolveReceiver(
        _ node: ObservedNode, like origin: PacketWalk.Sender, _ source: IPAddress?
    ) throws(UsageError) -> IPAddress {
        let candidates: [IPAddress]
        switch receiver.who {
        case .address(let address): return address
        case .pod(let text):
            candidates = try node.pod(named: text).addresses.map(\.address)
        case .node:
            candidates = node.addresses.map(\.address.address).filter { !$0.isLoopback }
        }
        let usable = candidates.filter { !$0.isLinkLocal }
        var families = AddressFamily.allCases
        if let source {
            families = [source.family]
        } else if case .pod(let pod) = origin {
            families = AddressFamily.allCases.filter { family in
                pod.addresses.contains { $0.family == family && !$0.address.isLinkLocal }
            }
        }
        for family in families {
            if let address = usable.first(where: { $0.family == family }) { return address }
        }
        throw UsageError("--to: \(names.to) has no address that \(names.from) could send to")
    }
}
