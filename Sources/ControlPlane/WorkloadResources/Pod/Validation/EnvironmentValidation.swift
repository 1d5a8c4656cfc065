import APIMachinery
import JSON

/// The mistakes of a container's environment.
enum EnvironmentValidation {
    static func variables(_ variables: [JSON], _ path: FieldPath) -> [InvalidField] {
        variables.enumerated().flatMap { index, variable in
            let path = path[index]
            let name = variable.text("name")
            let faults: [InvalidField] =
                name.isEmpty
                ? [.required(path["name"])]
                : NameRules.isEnvironmentVariableName(name).map {
                    .invalid(path["name"], .string(name), $0)
                }
            return faults + source(variable, path["valueFrom"])
        }
    }

    private static func source(_ variable: JSON, _ path: FieldPath) -> [InvalidField] {
        guard let source = variable["valueFrom"] else { return [] }
        var mistakes: [InvalidField] = []
        var count = 0
        if let field = source["fieldRef"] {
            count += 1
            mistakes += DownwardValidation.field(
                field, DownwardValidation.environmentFields, path["fieldRef"])
        }
        if let resource = source["resourceFieldRef"] {
            count += 1
            mistakes += DownwardValidation.resource(
                resource, isVolume: false, path["resourceFieldRef"])
        }
        for key in ["configMapKeyRef", "secretKeyRef"] {
            guard let reference = source[key] else { continue }
            count += 1
            mistakes += keyReference(reference, path[key])
        }
        if let file = source["fileKeyRef"] {
            count += 1
            mistakes += fileReference(file, path["fileKeyRef"])
        }
        if count == 0 {
            let why =
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, "
                + "`secretKeyRef` or `fileKeyRef`"
            mistakes.append(.invalid(path, "", why))
        } else if !variable.text("value").isEmpty {
            let why = "may not be specified when `value` is not empty"
            mistakes.append(.invalid(path, "", why))
        } else if count > 1 {
            let why = "may not have more than one field specified at a time"
            mistakes.append(.invalid(path, "", why))
        }
        return mistakes
    }

    private static func keyReference(_ reference: JSON, _ path: FieldPath) -> [InvalidField] {
        NameChecks.subdomain(reference.text("name"), path["name"]) + key(reference, path)
    }

    private static func key(_ reference: JSON, _ path: FieldPath) -> [InvalidField] {
        let key = reference.text("key")
        if key.isEmpty { return [.required(path["key"])] }
        return NameRules.isConfigMapKey(key).map { .invalid(path["key"], .string(key), $0) }
    }

    private static func fileReference(_ file: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = NameChecks.present(file.text("volumeName"), path["volumeName"])
        mistakes += NameChecks.present(file.text("key"), path["key"])
        if file.text("path").isEmpty {
            mistakes.append(.required(path["path"]))
        } else {
            mistakes += PathChecks.unreserved(file.text("path"), path["path"])
        }
        return mistakes
    }

    static func sources(_ sources: [JSON], _ path: FieldPath) -> [InvalidField] {
        sources.enumerated().flatMap { index, source in
            var mistakes: [InvalidField] = []
            let prefix = source.text("prefix")
            if !prefix.isEmpty {
                mistakes += NameRules.isEnvironmentVariableName(prefix).map {
                    .invalid(path[index]["prefix"], .string(prefix), $0)
                }
            }
            let keys = ["configMapRef", "secretRef"].filter { source.has($0) }
            for key in keys {
                let name = source[key]?.text("name") ?? ""
                let field = path[index][key]["name"]
                mistakes += name.isEmpty ? [.required(field)] : NameChecks.subdomain(name, field)
            }
            if keys.isEmpty {
                let why = "must specify one of: `configMapRef` or `secretRef`"
                mistakes.append(.invalid(path, "", why))
            } else if keys.count > 1 {
                let why = "may not have more than one field specified at a time"
                mistakes.append(.invalid(path, "", why))
            }
            return mistakes
        }
    }
}
