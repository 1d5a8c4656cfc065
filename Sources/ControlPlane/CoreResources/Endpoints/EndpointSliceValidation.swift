import APIMachinery
import JSON
import NetworkAddress

extension EndpointSliceKind {
    static func validate(_ object: APIObject) -> [InvalidField] {
        let type = object.json.text("addressType")
        var mistakes = Choices.required(
            type, of: ["FQDN", "IPv4", "IPv6"], FieldPath("addressType"))
        let endpoints = object.json.list("endpoints")
        let path = FieldPath("endpoints")
        if endpoints.count > 1000 {
            mistakes.append(.tooMany(path, endpoints.count, maximum: 1000))
            return mistakes
        }
        for (index, endpoint) in endpoints.enumerated() {
            mistakes += validateAddresses(endpoint, type, path[index]["addresses"])
            if let node = endpoint["nodeName"]?.string {
                mistakes += Names.subdomain(node, path[index]["nodeName"])
            }
            if let host = endpoint["hostname"]?.string {
                mistakes += Names.label(host, path[index]["hostname"])
            }
            if let hints = endpoint["hints"] {
                mistakes += validateHints(hints, path[index]["hints"])
            }
        }
        return mistakes + validatePorts(object.json.list("ports"))
    }

    private static func validateAddresses(
        _ endpoint: JSON, _ type: String, _ path: FieldPath
    ) -> [InvalidField] {
        let addresses = endpoint.texts("addresses")
        if addresses.isEmpty { return [.required(path, "must contain at least 1 address")] }
        if addresses.count > 100 { return [.tooMany(path, addresses.count, maximum: 100)] }
        return addresses.enumerated().flatMap { index, text -> [InvalidField] in
            switch type {
            case "IPv4", "IPv6":
                let family = Addresses.address(text)?.family.description
                let why =
                    family == nil ? "must be a valid IP address" : "must be an \(type) address"
                let wrong: [InvalidField] =
                    family == type ? [] : [.invalid(path, .string(text), why)]
                return wrong + (family == nil ? [] : Addresses.nonSpecial(text, path[index]))
            case "FQDN": return Names.subdomain(text, path[index])
            default: return []
            }
        }
    }

    private static func validateHints(_ hints: JSON, _ path: FieldPath) -> [InvalidField] {
        ["forZones", "forNodes"].flatMap { list -> [InvalidField] in
            let entries = hints.list(list)
            if entries.count > 8 {
                return [.tooMany(path[list], entries.count, maximum: 8)]
            }
            var seen: Set<String> = []
            return entries.enumerated().flatMap { index, entry -> [InvalidField] in
                let name = entry.text("name")
                let field = path[list][index]["name"]
                if !seen.insert(name).inserted { return [.duplicate(field, .string(name))] }
                return list == "forZones"
                    ? Names.labelValue(name, field) : Names.subdomain(name, field)
            }
        }
    }

    private static func validatePorts(_ ports: [JSON]) -> [InvalidField] {
        let path = FieldPath("ports")
        if ports.count > 20_000 { return [.tooMany(path, ports.count, maximum: 20_000)] }
        var mistakes: [InvalidField] = []
        var seen: Set<String> = []
        for (index, port) in ports.enumerated() {
            let here = path[index]
            let name = port.text("name")
            if !name.isEmpty { mistakes += Names.label(name, here["name"]) }
            if !seen.insert(name).inserted {
                mistakes.append(.duplicate(here["name"], .string(name)))
            }
            mistakes += Choices.required(
                port.text("protocol"), of: ["SCTP", "TCP", "UDP"], here["protocol"])
            if let name = port["appProtocol"]?.string {
                mistakes += Names.qualified(name, here["appProtocol"])
            }
        }
        return mistakes
    }
}
