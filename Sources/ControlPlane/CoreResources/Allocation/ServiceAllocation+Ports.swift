import APIMachinery
import JSON

extension ServiceAllocation {
    /// Gives the Service's ports the node ports they lack, and notes those no longer needed.
    mutating func choosePorts(
        _ spec: inout ServiceFields, old: ServiceFields?, _ name: String, _ changes: inout Changes
    ) throws(APIStatus) {
        if let old {
            if spec.hasNodePorts {
                try changePorts(&spec, old, name, &changes)
            } else if old.hasNodePorts {
                changes.releasedPorts += old.nodePorts
            }
        } else if spec.hasNodePorts {
            try fillPorts(&spec, name, &changes)
        }
    }

    /// A new Service: the same number of different protocols shares one node port.
    private mutating func fillPorts(
        _ spec: inout ServiceFields, _ name: String, _ changes: inout Changes
    ) throws(APIStatus) {
        var ports = spec.ports
        var chosen: [Int: Int] = [:]
        for index in ports.indices {
            let number = ports[index]["port"]?.int ?? 0
            let asked = ports[index]["nodePort"]?.int ?? 0
            if asked == 0 && !spec.wantsNodePorts { continue }
            if let shared = chosen[number] {
                if asked == 0 {
                    ports[index]["nodePort"] = .int(shared)
                } else if asked != shared {
                    try take(asked, index, name, &changes)
                }
                continue
            }
            // A later port of the same number may be the one that asks.
            let wanted = ports.first {
                $0["port"]?.int == number && ($0["nodePort"]?.int ?? 0) != 0
            }
            let nodePort: Int
            if let asked = wanted?["nodePort"]?.int {
                try take(asked, index, name, &changes)
                nodePort = asked
            } else {
                nodePort = try takeAny(&changes)
            }
            ports[index]["nodePort"] = .int(nodePort)
            chosen[number] = nodePort
        }
        spec.ports = ports
    }

    /// A changed Service: what it had stays its own.
    private mutating func changePorts(
        _ spec: inout ServiceFields, _ old: ServiceFields, _ name: String,
        _ changes: inout Changes
    ) throws(APIStatus) {
        var ports = spec.ports
        let had = old.nodePorts
        var seen: Set<[String]> = []
        for index in ports.indices {
            var number = ports[index]["nodePort"]?.int ?? 0
            if number == 0 {
                if !spec.wantsNodePorts { continue }
                number = try takeAny(&changes)
                ports[index]["nodePort"] = .int(number)
            } else if !had.contains(number) && !changes.takenPorts.contains(number) {
                try take(number, index, name, &changes)
            }
            let protocolName = ports[index].text("protocol")
            if !seen.insert([protocolName, "\(number)"]).inserted {
                let message = "duplicate nodePort: {\(protocolName) \(number)}"
                throw APIStatus(code: 500, reason: "", message: message)
            }
        }
        spec.ports = ports
        let keeps = spec.nodePorts
        changes.releasedPorts += had.filter { !keeps.contains($0) }
    }

    /// The port by which load balancers ask a node for its endpoints.
    mutating func chooseHealthCheckPort(
        _ spec: inout ServiceFields, old: ServiceFields?, _ name: String, _ changes: inout Changes
    ) throws(APIStatus) {
        let needed = old?.needsHealthCheck ?? false
        let had = old?.healthCheckPort ?? 0
        if spec.needsHealthCheck && !needed {
            if spec.healthCheckPort == 0 {
                spec.healthCheckPort = try takeAny(&changes)
            } else if let words = refusal(ofTaking: spec.healthCheckPort, &changes) {
                throw .internalError(
                    "failed to allocate requested HealthCheck NodePort "
                        + "\(spec.healthCheckPort): \(words)")
            }
        } else if spec.needsHealthCheck && spec.healthCheckPort != had {
            let why =
                "cannot change healthCheckNodePort on loadBalancer service with "
                + "externalTraffic=Local during update"
            let field = FieldPath("spec")["healthCheckNodePort"]
            try refuse([.invalid(field, .int(spec.healthCheckPort), why)], name)
        } else if needed && !spec.needsHealthCheck && had != 0 {
            changes.releasedPorts.append(had)
        }
    }

    private mutating func take(
        _ number: Int, _ index: Int, _ name: String, _ changes: inout Changes
    ) throws(APIStatus) {
        guard let words = refusal(ofTaking: number, &changes) else { return }
        let field = FieldPath("spec")["ports"][index]["nodePort"]
        try refuse([.invalid(field, .int(number), words)], name)
    }

    /// Takes a node port; why not, in upstream's words, when that can't be.
    private mutating func refusal(ofTaking number: Int, _ changes: inout Changes) -> String? {
        guard portRange.contains(number) else {
            return "provided port is not in the valid range. The range of valid ports is "
                + "\(portRange.lowerBound)-\(portRange.upperBound)"
        }
        guard ports.take(number - portRange.lowerBound) else {
            return "provided port is already allocated"
        }
        changes.takenPorts.append(number)
        return nil
    }

    private mutating func takeAny(_ changes: inout Changes) throws(APIStatus) -> Int {
        guard let offset = ports.takeAny(using: &random) else {
            throw .internalError("failed to allocate a nodePort: range is full")
        }
        changes.takenPorts.append(portRange.lowerBound + offset)
        return portRange.lowerBound + offset
    }
}
