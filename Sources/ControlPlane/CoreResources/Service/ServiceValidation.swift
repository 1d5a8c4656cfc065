import APIMachinery
import JSON

extension ServiceKind {
    private static let path = FieldPath("spec")

    static func validate(_ object: APIObject) -> [InvalidField] {
        let spec = ServiceFields(object)
        var mistakes: [InvalidField] = []
        if spec.ports.isEmpty && !spec.isHeadless && !spec.isExternalName {
            mistakes.append(.required(path["ports"]))
        }
        mistakes += validateForType(spec)
        mistakes += validatePorts(spec)
        mistakes += Names.labels(spec.json["selector"], path["selector"])
        mistakes += validateAffinity(spec)
        mistakes += validateAddresses(spec)
        mistakes += validateExternalAddresses(spec)
        let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
        mistakes += Choices.required(spec.type, of: types, path["type"])
        mistakes += validateSourceRanges(spec, object)
        mistakes += validateLoadBalancer(spec)
        mistakes += validateExternalTraffic(spec)
        return mistakes + validateTraffic(spec)
    }

    static func validateUpdate(_ newObject: APIObject, _ oldObject: APIObject) -> [InvalidField] {
        let (new, old) = (ServiceFields(newObject), ServiceFields(oldObject))
        var mistakes = validateAddressChange(new, old) + validateFamilyChange(new, old)
        let member = "loadBalancerClass"
        if new.isLoadBalancer && old.isLoadBalancer && new.json[member] != old.json[member] {
            let value = new.json[member] ?? .null
            mistakes.append(.invalid(path[member], value, "may not change once set"))
        }
        return mistakes + validate(newObject)
    }

    private static func validateForType(_ spec: ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        switch spec.type {
        case "LoadBalancer", "NodePort":
            // Cloud firewalls would open the node's own port to everyone.
            if spec.isLoadBalancer {
                for (index, port) in spec.ports.enumerated() where port["port"]?.int == 10250 {
                    let why = "may not expose port 10250 externally since it is used by kubelet"
                    mistakes.append(.invalid(path["ports"][index], 10250, why))
                }
            }
            if spec.isHeadless {
                let why = "may not be set to 'None' for \(spec.type) services"
                mistakes.append(.invalid(path["clusterIPs"][0], "None", why))
            }
        case "ExternalName":
            let why = "may not be set for ExternalName services"
            for member in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"]
            where spec.json[member] != nil { mistakes.append(.forbidden(path[member], why)) }
            let field = path["externalName"]
            var name = spec.json.text("externalName")
            if name.hasSuffix(".") { name.removeLast() }
            mistakes += name.isEmpty ? [.required(field)] : Names.subdomain(name, field)
        default: break
        }
        return mistakes
    }

    private static func validateAffinity(_ spec: ServiceFields) -> [InvalidField] {
        let affinity = spec.json.text("sessionAffinity")
        var mistakes = Choices.required(
            affinity, of: ["ClientIP", "None"], path["sessionAffinity"])
        let config = spec.json["sessionAffinityConfig"]
        let configPath = path["sessionAffinityConfig"]
        let timeoutPath = configPath["clientIP"]["timeoutSeconds"]
        if affinity == "None" && config != nil {
            let why = "must not be set when session affinity is None"
            mistakes.append(.forbidden(configPath, why))
        } else if affinity == "ClientIP" {
            let seconds = config?.field(["clientIP", "timeoutSeconds"])?.int
            if let seconds, seconds <= 0 || seconds > 86_400 {
                let why = "must be greater than 0 and less than 86400"
                mistakes.append(.invalid(timeoutPath, .int(seconds), why))
            }
        }
        return mistakes
    }

    private static func validateExternalAddresses(_ spec: ServiceFields) -> [InvalidField] {
        spec.json.texts("externalIPs").enumerated().flatMap { index, text in
            let field = path["externalIPs"][index]
            let malformed = Addresses.address(text, field)
            return malformed.isEmpty ? Addresses.nonSpecial(text, field) : malformed
        }
    }

    private static func validateSourceRanges(
        _ spec: ServiceFields, _ object: APIObject
    ) -> [InvalidField] {
        // Upstream writes this field's name with a capital.
        let field = path["LoadBalancerSourceRanges"]
        let ranges = spec.json.texts("loadBalancerSourceRanges")
        let why = "may only be used when `type` is 'LoadBalancer'"
        if !ranges.isEmpty {
            let forbidden: [InvalidField] = spec.isLoadBalancer ? [] : [.forbidden(field, why)]
            return ranges.enumerated().reduce(into: forbidden) { mistakes, range in
                let text = range.element.trimmed
                mistakes += Addresses.prefix(text, field[range.offset])
            }
        }
        let name = "service.beta.kubernetes.io/load-balancer-source-ranges"
        guard let text = object.annotations[name] else { return [] }
        let annotation = FieldPath("metadata")["annotations"].key(name)
        var mistakes: [InvalidField] = []
        if !spec.isLoadBalancer { mistakes.append(.forbidden(annotation, why)) }
        let parts = text.trimmed.split(separator: ",", omittingEmptySubsequences: false)
        if !text.trimmed.isEmpty,
            parts.contains(where: { Addresses.prefix(String($0).trimmed) == nil })
        {
            let why = "must be a list of IP ranges. For example, 10.240.0.0/24,10.250.0.0/24"
            mistakes.append(.invalid(annotation, .string(text), why))
        }
        return mistakes
    }

    private static func validateLoadBalancer(_ spec: ServiceFields) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let why = "may only be used when `type` is 'LoadBalancer'"
        let allocates = spec.json["allocateLoadBalancerNodePorts"]
        if !spec.isLoadBalancer && allocates != nil {
            mistakes.append(.forbidden(path["allocateLoadBalancerNodePorts"], why))
        } else if spec.isLoadBalancer && allocates == nil {
            mistakes.append(.required(path["allocateLoadBalancerNodePorts"]))
        }
        if let name = spec.json["loadBalancerClass"]?.string {
            mistakes +=
                spec.isLoadBalancer
                ? Names.qualified(name, path["loadBalancerClass"])
                : [.forbidden(path["loadBalancerClass"], why)]
        }
        return mistakes
    }
}
