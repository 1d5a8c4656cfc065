import APIMachinery
import JSON
import ResourceModel

/// A share of a Service's endpoints.
enum EndpointSliceKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "discovery.k8s.io", kind: "EndpointSlice", plural: "endpointslices",
            schema: "discovery.v1.EndpointSlice")
        kind.columns = [
            .name, Column("AddressType"), Column("Ports"), Column("Endpoints"), .age,
        ]
        kind.cells = { object, now in
            [
                .string(object.name), .string(object.json.text("addressType")),
                .string(ports(object)), .string(addresses(object)), Cell.age(object, now),
            ]
        }
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = setDefaults
        kind.rules.prepareForCreate = { object, _ in dropTopology(&object) }
        kind.rules.prepareForUpdate = { new, _, _ in dropTopology(&new) }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            let type = new.json.text("addressType")
            if type == old.json.text("addressType") { return validate(new) }
            return [.invalid(FieldPath("addressType"), .string(type), "field is immutable")]
        }
        kind.rules.warnings = { new, _ in warnings(new) }
        return kind
    }()

    private static func setDefaults(_ object: inout APIObject) {
        object.json.updateEach("ports") { port in
            port.setDefault("name", "")
            port.setDefault("protocol", "TCP")
        }
        // Empty lists are nil once stored, and nil is written as null.
        for member in ["endpoints", "ports"] where object.json.list(member).isEmpty {
            object.json[member] = .null
        }
    }

    /// A field of v1beta1 that v1 shows and doesn't take.
    private static func dropTopology(_ object: inout APIObject) {
        object.json.updateEach("endpoints") { $0["deprecatedTopology"] = nil }
    }

    private static func warnings(_ object: APIObject) -> [String] {
        if object.json.text("addressType") == "FQDN" {
            return ["spec.addressType: FQDN endpoints are deprecated"]
        }
        let path = FieldPath("endpoints")
        return object.json.list("endpoints").enumerated().flatMap { index, endpoint in
            endpoint.texts("addresses").enumerated().flatMap {
                Addresses.warnings($1, path[index]["addresses"][$0])
            }
        }
    }

    private static func ports(_ object: APIObject) -> String {
        ShortList.text(
            object.json.list("ports").map { $0["port"]?.int.map(String.init) ?? "*" },
            empty: "<unset>")
    }

    private static func addresses(_ object: APIObject) -> String {
        ShortList.text(
            object.json.list("endpoints").flatMap { $0.texts("addresses").prefix(1) },
            empty: "<unset>")
    }
}

/// Three elements of a list and how many more there are.
enum ShortList {
    static func text(_ elements: [String], empty: String) -> String {
        if elements.isEmpty { return empty }
        let shown = elements.prefix(3).joined(separator: ",")
        return elements.count > 3 ? "\(shown) + \(elements.count - 3) more..." : shown
    }
}
