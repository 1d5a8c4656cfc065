import APIMachinery
import JSON
import ResourceModel

/// How HTTP from outside gets to Services.
enum IngressKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "networking.k8s.io", kind: "Ingress", plural: "ingresses",
            schema: "networking.v1.Ingress")
        kind.shortNames = ["ing"]
        kind.columns = [
            .name, Column("Class"), Column("Hosts"), Column("Address"), Column("Ports"), .age,
        ]
        kind.cells = { object, now in
            [
                .string(object.name), Cell.text(object.spec.text("ingressClassName")),
                .string(hosts(object)), .string(addresses(object)),
                .string(object.spec.list("tls").isEmpty ? "80" : "80, 443"),
                Cell.age(object, now),
            ]
        }
        kind.subresources = [
            .status(of: "Ingress", StatusRules(validate: { new, _, _ in validateStatus(new) }))
        ]
        kind.rules.hasGeneration = true
        kind.rules.prepareForCreate = { object, _ in
            object.json["status"] = ["loadBalancer": [:]]
        }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = { object, _ in validateClass(object) + validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        kind.rules.warnings = { new, old in
            let name = "kubernetes.io/ingress.class"
            if new.annotations[name] == nil || old?.annotations[name] != nil { return [] }
            return [
                "annotation \"\(name)\" is deprecated, please use 'spec.ingressClassName' instead"
            ]
        }
        return kind
    }()

    private static func hosts(_ object: APIObject) -> String {
        let hosts = object.spec.list("rules").map { $0.text("host") }.filter { !$0.isEmpty }
        return ShortList.text(hosts, empty: "*")
    }

    private static func addresses(_ object: APIObject) -> String {
        let entries = object["status", "loadBalancer", "ingress"]?.array ?? []
        let names = entries.map { $0.text("ip").isEmpty ? $0.text("hostname") : $0.text("ip") }
        return Set(names).subtracting([""]).sorted().joined(separator: ",")
    }

    private static func validateStatus(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("status")["loadBalancer"]["ingress"]
        let entries = object["status", "loadBalancer", "ingress"]?.array ?? []
        return entries.enumerated().flatMap { index, entry -> [InvalidField] in
            let (address, host) = (entry.text("ip"), entry.text("hostname"))
            var mistakes: [InvalidField] = []
            if !address.isEmpty { mistakes += Addresses.address(address, path[index]["ip"]) }
            if !host.isEmpty {
                mistakes += Names.subdomain(host, path[index]["hostname"])
                if Addresses.address(host) != nil {
                    let why = "must be a DNS name, not an IP address"
                    mistakes.append(.invalid(path[index]["hostname"], .string(host), why))
                }
            }
            return mistakes
        }
    }
}
