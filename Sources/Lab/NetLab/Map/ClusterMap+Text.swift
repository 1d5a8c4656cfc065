extension ClusterMap {
    /// The map as lines for a terminal.
    public var text: [String] {
        let pods = nodes.reduce(waiting.count) { $0 + $1.pods.count }
        var lines = [
            "lab \(name): \(nodes.count) nodes, \(pods) pods, \(services.count) Services", "",
        ]
        for node in nodes { lines += text(of: node) + [""] }
        if !waiting.isEmpty {
            lines.append("on no node")
            lines += rows(waiting).map { "  " + $0 } + [""]
        }
        for service in services { lines += text(of: service) }
        return lines
    }

    private func text(of node: Node) -> [String] {
        var state = node.isReady ? "ready" : "NOT READY"
        if !node.breaks.isEmpty { state += ", broken: " + node.breaks.joined(separator: ", ") }
        let head = ([node.name] + node.addresses).joined(separator: "  ")
        let reached = nodes.map(\.name).filter { $0 != node.name && !node.lost.contains($0) }
        var foot = "reaches " + (reached.isEmpty ? "no node" : reached.joined(separator: ", "))
        if !node.lost.isEmpty { foot += "; NOT " + node.lost.joined(separator: ", ") }
        return ["┌─ \(head)  \(state)", "│  pods \(node.ranges.joined(separator: "  "))"]
            + rows(node.pods).map { "│    " + $0 } + ["└─ \(foot)"]
    }

    private func rows(_ pods: [Pod]) -> [String] {
        Table(pods.map { [$0.key.description, $0.address, $0.state] }).lines
    }

    private func text(of service: Service) -> [String] {
        let ports = service.ports.joined(separator: ", ")
        let head = "\(service.key)  \(service.address)  \(ports)"
        if service.backends.isEmpty { return [head, "  └─▶ nobody"] }
        let rows = service.backends.map { key -> [String] in
            let node = node(of: key)
            let address = node?.pods.first { $0.key == key }?.address ?? ""
            return [key.name, address, node?.name ?? ""]
        }
        let lines = Table(rows).lines
        return [head]
            + lines.enumerated().map { index, line in
                (index == lines.count - 1 ? "  └─▶ " : "  ├─▶ ") + line
            }
    }
}
