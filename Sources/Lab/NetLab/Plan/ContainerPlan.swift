import KubernetesAPI
import NetworkAddress

/// One process of a pod: what is executed, with which arguments and environment.
struct ContainerPlan: Hashable, Sendable {
    var name: String
    /// The program, a path or a name to look for in `PATH`, and its arguments.
    var command: [String]
    var environment: [String: String]
    var workingFolder: String?
    /// The file that the program makes once it listens; nil when nobody can tell.
    var readyFile: String?
}

/// What a container may know of where it runs.
struct PodSurroundings: Hashable, Sendable {
    /// The pod's addresses, in the order of its status.
    var addresses: [IPAddress]
    var nodeAddress: IPAddress?
    /// The path of the `netlab` program.
    var netlab: String
    /// The lab's folder of the pod.
    var folder: String
    /// What tells the DNS server where the cluster's objects are.
    var objectArguments: [String]
    var domain: String
    /// `PATH`, the folder of `netlab`, `clusterdns` and the others first.
    var path: String
}

extension ContainerPlan {
    /// The processes of a pod.
    static func all(of pod: Pod, in around: PodSurroundings) -> [ContainerPlan] {
        pod.spec.containers.map { container in
            let environment = Self.environment(of: container, pod, around)
            var plan = ContainerPlan(
                name: container.name, command: [], environment: environment,
                workingFolder: container.workingDir.isEmpty ? nil : container.workingDir)
            if pod.labKey == ClusterPlan.dnsPod {
                plan.command = dnsServer(container.name, around)
            } else if container.command.isEmpty {
                let ready = "\(around.folder)/ready.\(container.name)"
                plan.readyFile = ready
                plan.command = responder(container, of: pod, around, ready: ready)
            } else {
                plan.command = (container.command + container.args).map {
                    VariableText.expand($0, environment)
                }
            }
            return plan
        }
    }

    /// clusterdns listens at one address, so that each family has a container of its own.
    private static func dnsServer(_ container: String, _ around: PodSurroundings) -> [String] {
        let address = around.addresses.first { container == $0.family.dnsContainer }
        let listen = address.map { SocketEndpoint($0, 53).description } ?? "0.0.0.0:53"
        return ["clusterdns", "serve", "--zone", around.domain, "--listen", listen]
            + around.objectArguments
    }

    private static func responder(
        _ container: Container, of pod: Pod, _ around: PodSurroundings, ready: String
    ) -> [String] {
        let ports = container.ports.filter { $0.protocol != .sctp }.map {
            "\($0.containerPort)/\($0.protocol.rawValue.lowercased())"
        }
        return [
            around.netlab, "respond", "--pod", pod.metadata.name, "--node", pod.spec.nodeName,
            "--ready", ready,
        ] + ports
    }

    private static func environment(
        of container: Container, _ pod: Pod, _ around: PodSurroundings
    ) -> [String: String] {
        var environment = [
            "PATH": around.path, "HOME": "/root", "HOSTNAME": pod.hostNameInPod,
            "SWIFT_BACKTRACE": "enable=no",
        ]
        for variable in container.env {
            if let field = variable.fieldPath {
                environment[variable.name] = value(of: field, pod, around)
            } else {
                environment[variable.name] = VariableText.expand(variable.value, environment)
            }
        }
        return environment
    }

    /// The downward API's fields that a lab knows.
    private static func value(of field: String, _ pod: Pod, _ around: PodSurroundings) -> String {
        switch field {
        case "metadata.name": pod.metadata.name
        case "metadata.namespace": pod.metadata.namespace
        case "metadata.uid": pod.metadata.uid ?? ""
        case "spec.nodeName": pod.spec.nodeName
        case "status.podIP": around.addresses.first?.description ?? ""
        case "status.podIPs": around.addresses.map(\.description).joined(separator: ",")
        case "status.hostIP": around.nodeAddress?.description ?? ""
        default: ""
        }
    }
}

extension AddressFamily {
    /// The container of the lab's DNS pod that serves a family.
    var dnsContainer: String { self == .ipv4 ? "ipv4" : "ipv6" }
}

/// `$(NAME)` in commands and values, as the Kubernetes API defines it.
package enum VariableText {
    /// Known names are replaced, unknown ones stay, `$$` is a dollar sign.
    package static func expand(_ text: String, _ variables: [String: String]) -> String {
        guard text.contains("$") else { return text }
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                result += variables[name] ?? "$(\(name))"
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
            }
        }
        return result + rest
    }
}
