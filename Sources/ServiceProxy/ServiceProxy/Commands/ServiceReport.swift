import JSON
import NetworkAddress
import ServiceModel

/// One Service port as `show` tells it.
struct ServiceRow: Sendable {
    var family: AddressFamily
    var plan: ServicePortPlan

    var json: JSON {
        let frontends = plan.frontends.map { frontend -> JSON in
            let target = frontend.target
            return [
                "kind": .string("\(frontend.kind)"),
                "address": .string(target.address?.description ?? ""),
                "port": .int(Int(target.port.rawValue)),
            ]
        }
        let endpoints = plan.clusterEndpoints.map(\.endpoint).map { JSON.string($0.description) }
        let transport = plan.name.transport.name.uppercased()
        var object = JSONObject()
        object["service"] = .string(plan.name.service.description)
        object["port"] = .string(plan.name.port)
        object["protocol"] = .string(transport)
        object["family"] = .string("\(family)")
        object["frontends"] = .array(frontends)
        object["endpoints"] = .array(endpoints)
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
        case .table, .text: table(isWide: false)
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
            let endpoints = row.plan.clusterEndpoints.map(\.endpoint).map(\.description)
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
