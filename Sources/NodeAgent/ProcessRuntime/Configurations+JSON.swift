import ContainerRuntime
import JSON

// What is needed after the agent's restart: who a sandbox or container belongs to, and how it is
// stopped. How a container runs is in its shim's own file.

extension SandboxConfiguration {
    init(_ json: JSON) {
        self.init(
            namespace: json["namespace"]?.string ?? "", name: json["name"]?.string ?? "",
            uid: json["uid"]?.string ?? "", attempt: json["attempt"]?.int ?? 0,
            hostname: json["hostname"]?.string ?? "",
            logDirectory: json["logDirectory"]?.string ?? "",
            resolverFile: ResolverFile(
                servers: json["servers"]?.texts ?? [], searches: json["searches"]?.texts ?? [],
                options: json["options"]?.texts ?? []))
        portMappings = json["portMappings"]?.array?.map(PortMapping.init) ?? []
        labels = json["labels"]?.dictionary ?? [:]
        annotations = json["annotations"]?.dictionary ?? [:]
        isHostNetwork = json["hostNetwork"]?.bool ?? false
        isHostPID = json["hostPID"]?.bool ?? false
    }

    var json: JSON {
        [
            "namespace": .string(namespace), "name": .string(name), "uid": .string(uid),
            "attempt": .int(attempt), "hostname": .string(hostname),
            "logDirectory": .string(logDirectory), "servers": .strings(resolverFile.servers),
            "searches": .strings(resolverFile.searches),
            "options": .strings(resolverFile.options),
            "portMappings": .array(portMappings.map(\.json)), "labels": .dictionary(labels),
            "annotations": .dictionary(annotations), "hostNetwork": .bool(isHostNetwork),
            "hostPID": .bool(isHostPID),
        ]
    }
}

extension SandboxConfiguration.PortMapping {
    init(_ json: JSON) {
        self.init(
            transport: json["protocol"]?.string?.uppercased() ?? "TCP",
            containerPort: json["containerPort"]?.int.flatMap(UInt16.init(exactly:)) ?? 0,
            hostPort: json["hostPort"]?.int.flatMap(UInt16.init(exactly:)) ?? 0,
            hostIP: json["hostIP"]?.string ?? "")
    }

    /// As plugins with the capability `portMappings` take it.
    var json: JSON {
        [
            "hostPort": .int(hostPort), "containerPort": .int(containerPort),
            "protocol": .string(transport.lowercased()), "hostIP": .string(hostIP),
        ]
    }
}

extension ContainerConfiguration {
    init(_ json: JSON) {
        self.init(
            name: json["name"]?.string ?? "", attempt: json["attempt"]?.int ?? 0,
            image: json["image"]?.string ?? "", logPath: json["logPath"]?.string ?? "")
        labels = json["labels"]?.dictionary ?? [:]
        annotations = json["annotations"]?.dictionary ?? [:]
        stopSignal = json["stopSignal"]?.string ?? ""
        hasTerminal = json["terminal"]?.bool ?? false
        hasStandardInput = json["input"]?.bool ?? false
    }

    var json: JSON {
        [
            "name": .string(name), "attempt": .int(attempt), "image": .string(image),
            "logPath": .string(logPath), "labels": .dictionary(labels),
            "annotations": .dictionary(annotations), "stopSignal": .string(stopSignal),
            "terminal": .bool(hasTerminal), "input": .bool(hasStandardInput),
        ]
    }
}

extension JSON {
    var texts: [String] { array?.compactMap(\.text) ?? [] }

    /// What somebody wrote who meant a text: `8080` and `true` stand in files without quotes.
    private var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let value): String(value)
        case .null, .array, .object: nil
        }
    }

    var dictionary: [String: String] {
        var values: [String: String] = [:]
        for member in object?.members ?? [] { values[member.key] = member.value.text }
        return values
    }

    static func dictionary(_ values: [String: String]) -> JSON {
        var object = JSONObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            object.add(key, .string(value))
        }
        return .object(object)
    }
}
