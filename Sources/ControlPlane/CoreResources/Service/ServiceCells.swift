import APIMachinery
import JSON
import ResourceModel

extension ServiceKind {
    static let cells: @Sendable (APIObject, Timestamp) -> [JSON] = { object, now in
        let spec = ServiceFields(object)
        return [
            .string(object.name), .string(spec.type), Cell.text(spec.clusterIPs.first),
            externalAddresses(object, spec), Cell.text(ports(spec)), Cell.age(object, now),
            Cell.labels(spec.json["selector"]),
        ]
    }

    private static func externalAddresses(_ object: APIObject, _ spec: ServiceFields) -> JSON {
        let own = spec.json.texts("externalIPs")
        switch spec.type {
        case "ClusterIP", "NodePort": return Cell.text(own.joined(separator: ","))
        case "ExternalName": return .string(spec.json.text("externalName"))
        case "LoadBalancer":
            let ingress = object["status", "loadBalancer", "ingress"]?.array ?? []
            let names = ingress.map { $0.text("ip").isEmpty ? $0.text("hostname") : $0.text("ip") }
            let all = Set(names).subtracting([""]).sorted() + own
            return all.isEmpty ? "<pending>" : .string(all.joined(separator: ","))
        default: return "<unknown>"
        }
    }

    private static func ports(_ spec: ServiceFields) -> String {
        spec.ports.map { port in
            let number = port["port"]?.int ?? 0
            let node = port["nodePort"]?.int ?? 0
            return "\(number)" + (node == 0 ? "" : ":\(node)") + "/\(port.text("protocol"))"
        }.joined(separator: ",")
    }
}
