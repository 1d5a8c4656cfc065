import JSON

/// What is configured: the same options for both implementations.
enum Network: String, CaseIterable {
    case loopback
    case bridge = "bridge, host-local"
    case masquerade = "with ipMasq"
    case hostPorts = "with ipMasq, portmap"
    /// One process for all of the former; there is no such reference plugin.
    case unified = "the same as one plugin"

    /// The plugins of a list, in order.
    /// - Parameters:
    ///   - state: the folder of addresses.
    ///   - hostPort: a port of the node that leads to the pod.
    func plugins(state: String, hostPort: Int) -> [JSON] {
        let ports: JSON = [
            "portMappings": [
                ["hostPort": .int(hostPort), "containerPort": 80, "protocol": "tcp"]
            ]
        ]
        switch self {
        case .loopback: return [["type": "loopback"]]
        case .bridge: return [link("bridge", masquerades: false, state)]
        case .masquerade: return [link("bridge", masquerades: true, state)]
        case .hostPorts:
            return [
                link("bridge", masquerades: true, state),
                ["type": "portmap", "snat": true, "runtimeConfig": ports],
            ]
        case .unified:
            var plugin = link("martlet", masquerades: true, state)
            plugin["runtimeConfig"] = ports
            return [plugin]
        }
    }

    private func link(_ type: String, masquerades: Bool, _ state: String) -> JSON {
        [
            "type": .string(type), "bridge": "cnio0", "isGateway": true,
            "ipMasq": .bool(masquerades),
            "ipam": [
                "type": "host-local", "dataDir": .string(state),
                "ranges": [[["subnet": "10.128.0.0/16"]]],
                "routes": [["dst": "0.0.0.0/0"]],
            ],
        ]
    }

    /// What the reference suite has for it.
    var reference: Network { self == .unified ? .hostPorts : self }
}
