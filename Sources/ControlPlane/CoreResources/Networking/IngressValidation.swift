import APIMachinery
import JSON

extension IngressKind {
    static func validateClass(_ object: APIObject) -> [InvalidField] {
        let name = "kubernetes.io/ingress.class"
        guard object.annotations[name] != nil, object.spec["ingressClassName"] != nil else {
            return []
        }
        let path = FieldPath("metadata")["annotations"].key(name)
        let value = JSON.string(object.annotations[name, default: ""])
        return [.invalid(path, value, "can not be set when the class field is also set")]
    }

    static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        let spec = object.spec
        var mistakes: [InvalidField] = []
        if spec.list("rules").isEmpty && spec["defaultBackend"] == nil {
            let why = "either `defaultBackend` or `rules` must be specified"
            mistakes.append(.invalid(path, .array([]), why))
        }
        if let backend = spec["defaultBackend"] {
            mistakes += validateBackend(backend, path["defaultBackend"])
        }
        for (index, rule) in spec.list("rules").enumerated() {
            mistakes += validateRule(rule, path["rules"][index])
        }
        for (index, entry) in spec.list("tls").enumerated() {
            for (place, host) in entry.texts("hosts").enumerated() {
                mistakes += validateHost(host, path["tls"][index]["hosts"][place])
            }
        }
        if let name = spec["ingressClassName"]?.string {
            mistakes += Names.subdomain(name, path["ingressClassName"])
        }
        return mistakes
    }

    private static func validateHost(_ host: String, _ path: FieldPath) -> [InvalidField] {
        host.hasPrefix("*.") ? Names.wildcard(host, path) : Names.subdomain(host, path)
    }

    private static func validateRule(_ rule: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let host = rule.text("host")
        if !host.isEmpty {
            if Addresses.address(host) != nil {
                let why = "must be a DNS name, not an IP address"
                mistakes.append(.invalid(path["host"], .string(host), why))
            }
            mistakes += validateHost(host, path["host"])
        }
        guard let http = rule["http"] else { return mistakes }
        let paths = http.list("paths")
        let pathsPath = path["http"]["paths"]
        if paths.isEmpty { mistakes.append(.required(pathsPath)) }
        for (index, entry) in paths.enumerated() {
            mistakes += validatePath(entry, pathsPath[index])
        }
        return mistakes
    }

    private static func validatePath(_ entry: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let (type, text) = (entry.text("pathType"), entry.text("path"))
        switch type {
        case "":
            mistakes.append(.required(path["pathType"], "pathType must be specified"))
        case "Exact", "Prefix":
            if !text.hasPrefix("/") {
                mistakes.append(
                    .invalid(path["path"], .string(text), "must be an absolute path"))
            }
            for sequence in ["//", "/./", "/../", "%2f", "%2F"] where text.contains(sequence) {
                let why = "must not contain '\(sequence)'"
                mistakes.append(.invalid(path["path"], .string(text), why))
            }
            for suffix in ["/..", "/."] where text.hasSuffix(suffix) {
                let why = "cannot end with '\(suffix)'"
                mistakes.append(.invalid(path["path"], .string(text), why))
            }
        case "ImplementationSpecific":
            if !text.isEmpty && !text.hasPrefix("/") {
                mistakes.append(
                    .invalid(path["path"], .string(text), "must be an absolute path"))
            }
        default:
            mistakes.append(
                .notSupported(
                    path["pathType"], .string(type),
                    supported: ["Exact", "ImplementationSpecific", "Prefix"]))
        }
        return mistakes + validateBackend(entry["backend"] ?? [:], path["backend"])
    }

    private static func validateBackend(_ backend: JSON, _ path: FieldPath) -> [InvalidField] {
        switch (backend["service"], backend["resource"]) {
        case (nil, nil): return [.required(path, "must specify either `resource` or `service`")]
        case (.some, .some):
            let why = "cannot set both resource and service backends"
            return [.invalid(path, "", why)]
        case (nil, let resource?):
            return ["kind", "name"].filter { resource.text($0).isEmpty }.map {
                .required(path["resource"][$0])
            }
        case (let service?, nil): return validateService(service, path["service"])
        }
    }

    private static func validateService(_ service: JSON, _ path: FieldPath) -> [InvalidField] {
        let name = service.text("name")
        var mistakes: [InvalidField] =
            name.isEmpty ? [.required(path["name"])] : Names.label1035(name, path["name"])
        let portName = service.field(["port", "name"])?.string ?? ""
        let number = service.field(["port", "number"])?.int ?? 0
        let port = path["port"]
        if !portName.isEmpty && number != 0 {
            mistakes.append(.invalid(path, "", "cannot set both port name & port number"))
        } else if !portName.isEmpty {
            mistakes += Names.port(.string(portName), port["name"])
        } else if number != 0 {
            mistakes += Names.portNumber(.int(number), port["number"])
        } else {
            mistakes.append(.required(path, "port name or number is required"))
        }
        return mistakes
    }
}
