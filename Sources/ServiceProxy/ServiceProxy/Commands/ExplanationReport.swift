import JSON
import NetworkAddress
import ServiceExplanation
import ServiceModel

/// What `explain` prints.
struct ExplanationReport: Sendable {
    var packet: Packet
    var explanation: PacketExplanation
    /// The objects that the Service's plans are made from.
    var sources: [ObjectRevision]

    private var route: String {
        let from = packet.isFromNode ? "the node itself (\(packet.source))" : "\(packet.source)"
        let by = packet.interface.map { " by \($0)" } ?? ""
        let to = SocketEndpoint(packet.destination, packet.port)
        return "\(from)\(by) to \(to)/\(packet.transport.name)"
    }

    /// A headline, then endpoints, causes and objects.
    var text: String {
        var lines = ["\(route): \(headline)"]
        if let service = explanation.service {
            let kind = explanation.frontend.map { ", \($0.kind.words) \($0.target)" } ?? ""
            lines.append("Service port \(service)\(kind)")
        }
        if case .translated(let candidates) = explanation.fate {
            var table = TextTable(["ENDPOINT", "CHANCE", "SEES"])
            for candidate in candidates {
                table.add([
                    "\(candidate.endpoint)", percent(candidate.chance),
                    candidate.isMasqueraded ? "an address of the node" : "\(packet.source)",
                ])
            }
            lines.append(contentsOf: ["", table.text.dropLastNewline])
        }
        if !explanation.reasons.isEmpty {
            lines.append("")
            for (index, reason) in explanation.reasons.enumerated() {
                lines.append("\(index + 1). \(reason)")
            }
        }
        if !sources.isEmpty {
            lines.append(contentsOf: ["", "From:"])
            lines += sources.map { "  \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var headline: String {
        switch explanation.fate {
        case .untouched: "left alone"
        case .refused: "refused, with a reset or port unreachable"
        case .dropped: "dropped without an answer"
        case .translated(let candidates):
            candidates.count == 1
                ? "goes to \(candidates[0].endpoint)"
                : "goes to one of \(candidates.count) endpoints"
        }
    }

    /// `33.3 %`; no printf without Foundation.
    private func percent(_ chance: Double) -> String {
        let tenths = Int((chance * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    var json: JSON {
        var object = JSONObject()
        object["from"] = .string(packet.source.description)
        object["fromNode"] = .bool(packet.isFromNode)
        if let interface = packet.interface { object["interface"] = .string(interface) }
        object["to"] = .string(SocketEndpoint(packet.destination, packet.port).description)
        object["protocol"] = .string(packet.transport.name.uppercased())
        object["fate"] = .string(fateName)
        if let service = explanation.service {
            object["service"] = .string(service.service.description)
            object["port"] = .string(service.port)
        }
        if let frontend = explanation.frontend {
            object["frontend"] = .string("\(frontend.kind)")
        }
        if case .translated(let candidates) = explanation.fate {
            object["endpoints"] = .array(
                candidates.map { candidate in
                    [
                        "endpoint": .string(candidate.endpoint.description),
                        "chance": .number("\(candidate.chance)"),
                        "masqueraded": .bool(candidate.isMasqueraded),
                    ]
                })
        }
        object["reasons"] = .array(explanation.reasons.map { .string($0) })
        object["objects"] = .array(
            sources.map { source in
                [
                    "object": .string(source.object.description),
                    "resourceVersion": source.revision.map { .string($0) } ?? .null,
                ]
            })
        return .object(object)
    }

    private var fateName: String {
        switch explanation.fate {
        case .untouched: "untouched"
        case .refused: "refused"
        case .dropped: "dropped"
        case .translated: "translated"
        }
    }
}

extension Frontend.Kind {
    /// In a sentence.
    var words: String {
        switch self {
        case .clusterIP: "cluster address"
        case .externalIP: "external address"
        case .loadBalancer: "load-balancer address"
        case .nodePort: "node port"
        }
    }
}
