import APIMachinery
import JSON
import NetworkAddress
import ResourceModel

/// An address that a Service has: its name is the address, so no two Services have it.
enum IPAddressKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "networking.k8s.io", kind: "IPAddress", plural: "ipaddresses",
            schema: "networking.v1.IPAddress")
        kind.shortNames = ["ip"]
        kind.isNamespaced = false
        kind.columns = [.name, Column("ParentRef")]
        kind.cells = { object, _ in [.string(object.name), Cell.text(parent(object))] }
        kind.rules.name = .pathSegment
        kind.rules.validateCreate = { object, _ in validateName(object) + validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            let path = FieldPath("spec")["parentRef"]
            let reference = new["spec", "parentRef"]
            if reference == old["spec", "parentRef"] { return validate(new) }
            return [.invalid(path, reference ?? .null, "field is immutable")]
        }
        return kind
    }()

    private static func parent(_ object: APIObject) -> String {
        guard let reference = object["spec", "parentRef"] else { return "" }
        let resource = GroupResource(
            group: reference.text("group"), resource: reference.text("resource"))
        let namespace = reference.text("namespace")
        return resource.description.lowercased() + (namespace.isEmpty ? "" : "/\(namespace)")
            + "/\(reference.text("name"))"
    }

    private static func validateName(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("metadata")["name"]
        let name = JSON.string(object.name)
        guard let address = Addresses.address(object.name) else {
            return [.invalid(path, name, "must be a valid IP address")]
        }
        if address.description == object.name { return [] }
        return [.invalid(path, name, "must be a canonical form IP address")]
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")["parentRef"]
        guard let reference = object["spec", "parentRef"] else { return [.required(path)] }
        var mistakes: [InvalidField] = []
        let group = reference.text("group")
        if !group.isEmpty { mistakes += Names.subdomain(group, path["group"]) }
        for member in ["resource", "name"] where reference.text(member).isEmpty {
            mistakes.append(.required(path[member]))
        }
        return mistakes
    }
}

extension CoreResources {
    /// The IPAddress object of an address that a Service was given.
    public static func addressObject(_ address: IPAddress, of service: APIObject) -> APIObject {
        APIObject([
            "kind": "IPAddress", "apiVersion": "networking.k8s.io/v1",
            "metadata": [
                "name": .string(address.description),
                "labels": [
                    "ipaddress.kubernetes.io/ip-family": .string(address.family.description),
                    "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
                ],
            ],
            "spec": [
                "parentRef": [
                    "resource": "services", "namespace": .string(service.namespace),
                    "name": .string(service.name),
                ]
            ],
        ])
    }

    /// Whether an IPAddress object is one that allocation made, for repair to remove when its
    /// Service is gone.
    public static func isAllocatedAddress(_ object: APIObject) -> Bool {
        object.labels["ipaddress.kubernetes.io/managed-by"] == "ipallocator.k8s.io"
    }

    /// The namespace and name of the Service that an IPAddress object belongs to; nil when its
    /// parent is something else.
    public static func service(ofAddress object: APIObject) -> (namespace: String, name: String)? {
        guard let reference = object["spec", "parentRef"],
            reference.text("resource") == "services", reference.text("group").isEmpty
        else { return nil }
        return (reference.text("namespace"), reference.text("name"))
    }
}
