import APIMachinery
import JSON

extension ServiceKind {
    static func validatePorts(_ spec: ServiceFields) -> [InvalidField] {
        let path = FieldPath("spec")["ports"]
        var mistakes: [InvalidField] = []
        var names: Set<String> = []
        for (index, port) in spec.ports.enumerated() {
            let here = path[index]
            let name = port.text("name")
            if !name.isEmpty {
                mistakes += Names.label(name, here["name"])
                if !names.insert(name).inserted {
                    mistakes.append(.duplicate(here["name"], .string(name)))
                }
            } else if spec.ports.count > 1 {
                mistakes.append(.required(here["name"]))
            }
            mistakes += Names.portNumber(port["port"] ?? 0, here["port"])
            mistakes += Choices.required(
                port.text("protocol"), of: ["SCTP", "TCP", "UDP"], here["protocol"])
            mistakes += Names.port(port["targetPort"] ?? 0, here["targetPort"])
            if let name = port["appProtocol"]?.string {
                mistakes += Names.qualified(name, here["appProtocol"])
            }
        }
        if spec.type == "ClusterIP" {
            for (index, port) in spec.ports.enumerated() where (port["nodePort"]?.int ?? 0) != 0 {
                let why = "may not be used when `type` is 'ClusterIP'"
                mistakes.append(.forbidden(path[index]["nodePort"], why))
            }
        }
        return mistakes + validateDuplicates(spec, path)
    }

    /// A protocol and a number may stand for one port alone, inside and on nodes.
    private static func validateDuplicates(
        _ spec: ServiceFields, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var nodePorts: Set<[String]> = []
        for (index, port) in spec.ports.enumerated() {
            guard let number = port["nodePort"]?.int, number != 0 else { continue }
            if !nodePorts.insert([port.text("protocol"), "\(number)"]).inserted {
                mistakes.append(.duplicate(path[index]["nodePort"], .int(number)))
            }
        }
        var ports: Set<[String]> = []
        for (index, port) in spec.ports.enumerated() {
            let number = port["port"]?.int ?? 0
            if !ports.insert([port.text("protocol"), "\(number)"]).inserted {
                let shown: JSON = [
                    "Name": "", "Protocol": .string(port.text("protocol")), "AppProtocol": .null,
                    "Port": .int(number), "TargetPort": 0, "NodePort": 0,
                ]
                mistakes.append(.duplicate(path[index], shown))
            }
        }
        return mistakes
    }
}
