import APIMachinery
import JSON

extension ServiceKind {
    static func validateExternalTraffic(_ spec: ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let policy = FieldPath("spec")["externalTrafficPolicy"]
        if spec.isExternallyAccessible {
            mistakes += Choices.required(spec.externalPolicy, of: ["Cluster", "Local"], policy)
        } else if !spec.externalPolicy.isEmpty {
            let why = "may only be set for externally-accessible services"
            mistakes.append(.invalid(policy, .string(spec.externalPolicy), why))
        }
        let port = FieldPath("spec")["healthCheckNodePort"]
        if spec.needsHealthCheck {
            mistakes +=
                spec.healthCheckPort == 0
                ? [.required(port)] : Names.portNumber(.int(spec.healthCheckPort), port)
        } else if spec.healthCheckPort != 0 {
            let why =
                "may only be set when `type` is 'LoadBalancer' and "
                + "`externalTrafficPolicy` is 'Local'"
            mistakes.append(.invalid(port, .int(spec.healthCheckPort), why))
        }
        return mistakes
    }

    static func validateTraffic(_ spec: ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let path = FieldPath("spec")
        if let policy = spec.json["internalTrafficPolicy"]?.string {
            let field = path["internalTrafficPolicy"]
            mistakes += Choices.check(policy, of: ["Cluster", "Local"], field)
        } else if ["ClusterIP", "NodePort", "LoadBalancer"].contains(spec.type) {
            mistakes.append(.required(path["internalTrafficPolicy"]))
        }
        if let distribution = spec.json["trafficDistribution"]?.string {
            mistakes += Choices.check(
                distribution, of: ["PreferClose", "PreferSameNode", "PreferSameZone"],
                path["trafficDistribution"])
        }
        return mistakes
    }

    static func validateStatus(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("status")["loadBalancer"]["ingress"]
        let entries = object["status", "loadBalancer", "ingress"]?.array ?? []
        if !entries.isEmpty && !ServiceFields(object).isLoadBalancer {
            return [.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")]
        }
        return entries.enumerated().flatMap { index, entry in
            validateIngress(entry, path[index])
        }
    }

    private static func validateIngress(_ entry: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let (address, host) = (entry.text("ip"), entry.text("hostname"))
        if !address.isEmpty { mistakes += Addresses.address(address, path["ip"]) }
        let mode = entry["ipMode"]?.string
        if !address.isEmpty && mode == nil {
            mistakes.append(.required(path["ipMode"], "must be specified when `ip` is set"))
        } else if let mode, address.isEmpty {
            _ = mode
            let why = "may not be specified when `ip` is not set"
            mistakes.append(.forbidden(path["ipMode"], why))
        } else if let mode {
            mistakes += Choices.check(mode, of: ["Proxy", "VIP"], path["ipMode"])
        }
        if !host.isEmpty {
            mistakes += Names.subdomain(host, path["hostname"])
            if Addresses.address(host) != nil {
                let why = "must be a DNS name, not an IP address"
                mistakes.append(.invalid(path["hostname"], .string(host), why))
            }
        }
        return mistakes
    }
}
