import APIMachinery
import JSON
import ResourceModel

/// All endpoints of a Service in one object, as they were before slices.
enum EndpointsKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            kind: "Endpoints", plural: "endpoints", schema: "core.v1.Endpoints")
        kind.shortNames = ["ep"]
        kind.deprecation =
            "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"
        kind.columns = [.name, Column("Endpoints"), .age]
        kind.cells = { object, now in
            [.string(object.name), .string(addresses(object)), Cell.age(object, now)]
        }
        kind.rules.createsOnUpdate = true
        kind.rules.setDefaults = { object in
            object.json.updateEach("subsets") { subset in
                subset.updateEach("ports") { $0.setDefault("protocol", "TCP") }
            }
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        return kind
    }()

    private static func addresses(_ object: APIObject) -> String {
        var shown: [String] = []
        for subset in object.json.list("subsets") {
            let addresses = subset.list("addresses").map { $0.text("ip") }
            if subset.list("ports").isEmpty { shown += addresses }
            for port in subset.list("ports") {
                let number = port["port"]?.int ?? 0
                shown += addresses.map { address in
                    (address.contains(":") ? "[\(address)]" : address) + ":\(number)"
                }
            }
        }
        return ShortList.text(shown, empty: "<none>")
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        object.json.list("subsets").enumerated().flatMap { index, subset in
            validateSubset(subset, FieldPath("subsets")[index])
        }
    }

    private static func validateSubset(_ subset: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if subset.list("addresses").isEmpty && subset.list("notReadyAddresses").isEmpty {
            let why = "must specify `addresses` or `notReadyAddresses`"
            mistakes.append(.required(path, why))
        }
        for list in ["addresses", "notReadyAddresses"] {
            for (index, address) in subset.list(list).enumerated() {
                mistakes += validateAddress(address, path[list][index])
            }
        }
        let ports = subset.list("ports")
        for (index, port) in ports.enumerated() {
            let here = path["ports"][index]
            let name = port.text("name")
            if !name.isEmpty {
                mistakes += Names.label(name, here["name"])
            } else if ports.count > 1 {
                mistakes.append(.required(here["name"]))
            }
            mistakes += Names.portNumber(port["port"] ?? 0, here["port"])
            mistakes += Choices.required(
                port.text("protocol"), of: ["SCTP", "TCP", "UDP"], here["protocol"])
            if let name = port["appProtocol"]?.string {
                mistakes += Names.qualified(name, here["appProtocol"])
            }
        }
        return mistakes
    }

    private static func validateAddress(_ address: JSON, _ path: FieldPath) -> [InvalidField] {
        let text = address.text("ip")
        let malformed = Addresses.address(text, path["ip"])
        var mistakes = malformed.isEmpty ? Addresses.nonSpecial(text, path["ip"]) : malformed
        let host = address.text("hostname")
        if !host.isEmpty { mistakes += Names.label(host, path["hostname"]) }
        if let node = address["nodeName"]?.string {
            mistakes += Names.subdomain(node, path["nodeName"])
        }
        return mistakes
    }
}
