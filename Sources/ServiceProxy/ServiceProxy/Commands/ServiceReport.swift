import JSON
import NetworkAddress
import ServiceModel

/// One Service port as `show` tells it.
struct ServiceRow: Sendable {
    var family: AddressFamily
    var plan: ServicePortPlan
    /// Connections since its targets came; nil when the kernel could not be asked.
    var connections: UInt64?
    /// Connections a second; nil when they were counted only once.
    var rate: Double?

    var json: JSON {
        let frontends = plan.frontends.map { frontend -> JSON in
            let target = frontend.target
            return [
                "kind": .string("\(frontend.kind)"),
                "address": .string(target.address?.description ?? ""),
                "port": .int(Int(target.port.rawValue)),
            ]
        }
        var object = JSONObject()
        object["service"] = .string(plan.name.service.description)
        object["port"] = .string(plan.name.port)
        object["protocol"] = .string(plan.name.transport.name.uppercased())
        object["family"] = .string("\(family)")
        object["frontends"] = .array(frontends)
        object["endpoints"] = .strings(plan.clusterEndpoints.map(\.endpoint.description))
        object["localEndpoints"] = .strings(plan.localEndpoints.map(\.endpoint.description))
        let weights = plan.clusterEndpoints.filter { $0.weight != 1 }
        if !weights.isEmpty {
            var all = JSONObject()
            for endpoint in weights { all["\(endpoint.endpoint)"] = .int(endpoint.weight) }
            object["weights"] = .object(all)
        }
        object["internalTrafficPolicy"] = .string(plan.internalPolicy.rawValue)
        object["externalTrafficPolicy"] = .string(plan.externalPolicy.rawValue)
        object["choice"] = .string(plan.method == .random ? "random" : "source-hash")
        if let seconds = plan.affinityTimeoutSeconds {
            object["affinityTimeoutSeconds"] = .int(seconds)
        }
        if let ranges = plan.allowedSources {
            object["allowedSources"] = .strings(ranges.map(\.description))
        }
        if let connections { object["connections"] = .int(connections) }
        if let rate { object["connectionsPerSecond"] = .number("\(rate)") }
        return .object(object)
    }

    /// The cells of a line, as many as there are heads.
    func cells(isWide: Bool, withRate: Bool) -> [String] {
        let endpoints = plan.clusterEndpoints.map { endpoint in
            "\(endpoint.endpoint)" + (endpoint.weight == 1 ? "" : "*\(endpoint.weight)")
        }
        let shown = isWide ? endpoints : Array(endpoints.prefix(3))
        let rest = endpoints.count - shown.count
        let text = shown.joined(separator: ",") + (rest > 0 ? " and \(rest) more" : "")
        var cells = [
            plan.name.description,
            plan.frontends.map(\.target.description).joined(separator: ","),
            text.isEmpty ? "none: rejected" : text,
            plan.affinityTimeoutSeconds.map { "\($0)s" } ?? "-",
            connections.map { "\($0)" } ?? "-",
        ]
        if withRate { cells.append(rate.map { "\(Int($0.rounded()))" } ?? "-") }
        if isWide {
            cells += [
                policies, plan.localEndpoints.map { "\($0.endpoint)" }.joined(separator: ","),
            ]
        }
        return cells
    }

    private var policies: String {
        var words: [String] = []
        if plan.internalPolicy == .local { words.append("internal=Local") }
        if plan.externalPolicy == .local { words.append("external=Local") }
        if plan.method == .sourceHash { words.append("choice=source-hash") }
        switch plan.removal {
        case .keep: break
        case .reset: words.append("removed=reset")
        case .drain(let seconds): words.append("removed=drain=\(seconds)s")
        }
        if plan.allowedSources != nil { words.append("firewall") }
        return words.isEmpty ? "-" : words.joined(separator: ",")
    }
}

/// The list that `show` prints.
struct ServiceReport: Sendable {
    var rows: [ServiceRow]

    func text(_ format: OutputFormat) -> String {
        guard !format.isStructured else { return JSON.array(rows.map(\.json)).prettyText }
        let isWide = format == .wide
        let withRate = rows.contains { $0.rate != nil }
        let heads =
            ["SERVICE", "FRONTENDS", "ENDPOINTS", "AFFINITY", "CONNECTIONS"]
            + (withRate ? ["PER SECOND"] : []) + (isWide ? ["POLICIES", "LOCAL ENDPOINTS"] : [])
        var table = TextTable(heads)
        for row in rows { table.add(row.cells(isWide: isWide, withRate: withRate)) }
        return table.text
    }
}
