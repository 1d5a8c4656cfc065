import ControllerRuntime
import JSON
import NetworkAddress

/// What a Service's variables are made of.
public struct ServiceView: ObjectView, Hashable {
    /// One of its ports.
    public struct Port: Sendable, Hashable {
        public var name: String
        public var number: Int
        public var transport: String
    }

    public var namespace: String
    public var name: String
    /// Empty or `None` for a headless one.
    public var clusterIP: String
    public var ports: [Port]

    public init(_ object: JSONValue) {
        namespace = object["metadata"]?["namespace"]?.string ?? ""
        name = object["metadata"]?["name"]?.string ?? ""
        clusterIP = object["spec"]?["clusterIP"]?.string ?? ""
        ports =
            object["spec"]?["ports"]?.elements.map {
                Port(
                    name: $0["name"]?.string ?? "", number: $0["port"]?.int ?? 0,
                    transport: $0["protocol"]?.string ?? "TCP")
            } ?? []
    }
}

/// The variables that tell of Services, in the form that Docker's links had.
public enum ServiceVariables {
    /// The variables of a pod's Services: those of its namespace when it wants them, and always
    /// the API server's.
    public static func variables(
        _ services: [ServiceView], namespace: String, hasLinks: Bool
    ) -> [(name: String, value: String)] {
        var chosen: [String: ServiceView] = [:]
        for service in services where IPAddress(service.clusterIP) != nil {
            let isAPI = service.namespace == "default" && service.name == "kubernetes"
            if isAPI, chosen[service.name] == nil { chosen[service.name] = service }
            if service.namespace == namespace, hasLinks { chosen[service.name] = service }
        }
        return chosen.values.sorted { $0.name < $1.name }.flatMap(variables)
    }

    private static func variables(_ service: ServiceView) -> [(name: String, value: String)] {
        guard let first = service.ports.first else { return [] }
        let prefix = upper(service.name)
        var list = [
            ("\(prefix)_SERVICE_HOST", service.clusterIP),
            ("\(prefix)_SERVICE_PORT", "\(first.number)"),
        ]
        for port in service.ports where !port.name.isEmpty {
            list.append(("\(prefix)_SERVICE_PORT_\(upper(port.name))", "\(port.number)"))
        }
        for (index, port) in service.ports.enumerated() {
            let transport = port.transport.lowercased()
            let address = service.clusterIP
            let host = address.contains(":") ? "[\(address)]" : address
            let url = "\(transport)://\(host):\(port.number)"
            if index == 0 { list.append(("\(prefix)_PORT", url)) }
            let own = "\(prefix)_PORT_\(port.number)_\(port.transport.uppercased())"
            list += [
                (own, url), ("\(own)_PROTO", transport), ("\(own)_PORT", "\(port.number)"),
                ("\(own)_ADDR", address),
            ]
        }
        return list
    }

    private static func upper(_ name: String) -> String {
        String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
