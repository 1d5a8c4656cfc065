import JSON
import NetworkAddress
import ServiceModel

/// One Service port as `show` tells it.
struct ServiceRow: Sendable {
    var family: AddressFamily
    var plan: ServicePortPlan

    var json: JSON {
        var object: JSONObject = [
            "service": .string(plan.name.service.description), "port": .string(plan.name.port),
            "protocol": .string(plan.name.transport.name.uppercased()),
            "family": .string("\(family)"),
            "frontends": .array(
                plan.frontends.map { frontend in
                    [
                        "kind": .string("\(frontend.kind)"),
                        "address": .string(frontend.target.address?.description ?? ""),
                        "port": .int(Int(frontend.target.port.rawValue)),
                    ]
                }),
            "endpoints": .array(plan.endpoints.map { .string($0.description) }),
        ]
        if let seconds = plan.affinityTimeoutSeconds {
            object["affinityTimeoutSeconds"] = .int(seconds)
        }
        return .object(object)
    }
}

/// The list that `show` prints.
struct ServiceReport: Sendable {
    var rows: [ServiceRow]

    func text(_ format: OutputFormat) -> String {
        switch format {
        case .table: table(isWide: false)
        case .wide: table(isWide: true)
        case .json, .yaml:
            // JSON is YAML, and this list has nothing that another notation would make plainer.
            String(
                decoding: JSON.array(rows.map(\.json)).serialized(pretty: true), as: UTF8.self)
                + "\n"
        }
    }

    private func table(isWide: Bool) -> String {
        var lines = [["SERVICE", "FRONTENDS", "ENDPOINTS", "AFFINITY"]]
        for row in rows {
            let endpoints = row.plan.endpoints.map(\.description)
            let shown = isWide ? endpoints : Array(endpoints.prefix(3))
            let rest = endpoints.count - shown.count
            let text = shown.joined(separator: ",") + (rest > 0 ? " and \(rest) more" : "")
            lines.append([
                row.plan.name.description,
                row.plan.frontends.map(\.target.description).joined(separator: ","),
                text.isEmpty ? "none: rejected" : text,
                row.plan.affinityTimeoutSeconds.map { "\($0)s" } ?? "-",
            ])
        }
        let widths = (0..<4).map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            zip(line, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }.joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
