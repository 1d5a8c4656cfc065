import APIMachinery
import JSON

/// The mistakes of a container's ports.
enum PortValidation {
    static func validate(_ ports: [JSON], _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = path[index]
            let name = port.text("name")
            if !name.isEmpty {
                let faults = NameRules.isValidPortName(name)
                mistakes += faults.map { .invalid(path["name"], .string(name), $0) }
                if faults.isEmpty && !names.insert(name).inserted {
                    mistakes.append(.duplicate(path["name"], .string(name)))
                }
            }
            let number = port.number("containerPort")
            mistakes +=
                number == 0
                ? [.required(path["containerPort"])]
                : NumberChecks.port(number, path["containerPort"])
            if port.number("hostPort") != 0 {
                mistakes += NumberChecks.port(port.number("hostPort"), path["hostPort"])
            }
            mistakes += NameChecks.choice(
                port.text("protocol"), ["SCTP", "TCP", "UDP"], path["protocol"])
        }
        return mistakes
    }
}
