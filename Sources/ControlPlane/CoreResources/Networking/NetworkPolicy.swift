import APIMachinery
import JSON
import NetworkAddress
import ResourceModel

/// Who may talk to whom.
enum NetworkPolicyKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "networking.k8s.io", kind: "NetworkPolicy", plural: "networkpolicies",
            schema: "networking.v1.NetworkPolicy")
        kind.shortNames = ["netpol"]
        kind.columns = [.name, Column("Pod-Selector"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), Cell.selector(object.spec["podSelector"]),
                Cell.age(object, now),
            ]
        }
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = setDefaults
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        return kind
    }()

    private static func setDefaults(_ object: inout APIObject) {
        guard var spec = object.json["spec"] else { return }
        if spec.list("policyTypes").isEmpty {
            let types = ["Ingress"] + (spec.list("egress").isEmpty ? [] : ["Egress"])
            spec["policyTypes"] = .strings(types)
        }
        for list in ["ingress", "egress"] {
            spec.updateEach(list) { rule in
                rule.updateEach("ports") { $0.setDefault("protocol", "TCP") }
            }
        }
        object.spec = spec
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        let spec = object.spec
        var mistakes = Selectors.check(spec["podSelector"], path["podSelector"])
        for (list, peers) in [("ingress", "from"), ("egress", "to")] {
            for (index, rule) in spec.list(list).enumerated() {
                let here = path[list][index]
                for (place, port) in rule.list("ports").enumerated() {
                    mistakes += validatePort(port, here["ports"][place])
                }
                for (place, peer) in rule.list(peers).enumerated() {
                    mistakes += validatePeer(peer, here[peers][place])
                }
            }
        }
        let types = spec.texts("policyTypes")
        if types.count > 2 {
            let why = "may not specify more than two policyTypes"
            mistakes.append(.invalid(path["policyTypes"], .strings(types), why))
        } else {
            for (index, type) in types.enumerated() {
                mistakes += Choices.check(
                    type, of: ["Egress", "Ingress"], path["policyTypes"][index])
            }
        }
        return mistakes
    }

    private static func validatePort(_ port: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = Choices.check(
            port.text("protocol"), of: ["SCTP", "TCP", "UDP"], path["protocol"])
        if let value = port["port"] { mistakes += Names.port(value, path["port"]) }
        if let end = port["endPort"]?.int {
            if let first = port["port"]?.int, end < first {
                let why = "must be greater than or equal to `port`"
                mistakes.append(.invalid(path["endPort"], .int(end), why))
            }
            if port["port"] == nil {
                let why = "may not be specified when `port` is not specified"
                mistakes.append(.invalid(path["endPort"], .int(end), why))
            } else if port["port"]?.string != nil {
                let why = "may not be specified when `port` is non-numeric"
                mistakes.append(.invalid(path["endPort"], .int(end), why))
            }
            mistakes += Names.portNumber(.int(end), path["endPort"])
        }
        return mistakes
    }

    private static func validatePeer(_ peer: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = Selectors.check(peer["podSelector"], path["podSelector"])
        mistakes += Selectors.check(peer["namespaceSelector"], path["namespaceSelector"])
        let selects = peer["podSelector"] != nil || peer["namespaceSelector"] != nil
        if let block = peer["ipBlock"] {
            if selects {
                let why = "may not specify both ipBlock and another peer"
                mistakes.append(.forbidden(path, why))
            }
            mistakes += validateBlock(block, path["ipBlock"])
        } else if !selects {
            mistakes.append(.required(path, "must specify a peer"))
        }
        return mistakes
    }

    private static func validateBlock(_ block: JSON, _ path: FieldPath) -> [InvalidField] {
        let text = block.text("cidr")
        guard let range = Addresses.prefix(text) else {
            return text.isEmpty
                ? [.required(path["cidr"])] : Addresses.prefix(text, path["cidr"])
        }
        return block.texts("except").enumerated().flatMap { index, text -> [InvalidField] in
            let field = path["except"][index]
            guard let except = Addresses.prefix(text) else { return Addresses.prefix(text, field) }
            if range.contains(except) && range.length < except.length { return [] }
            let why = "must be a strict subset of `cidr`"
            return [.invalid(field, .string(text), why)]
        }
    }
}
