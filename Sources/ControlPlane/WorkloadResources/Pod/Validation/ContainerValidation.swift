import APIMachinery
import JSON

/// The mistakes of a pod's containers.
enum ContainerValidation {
    static func containers(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        let containers = scope.spec.list("containers")
        if containers.isEmpty { return [.required(path)] }
        var mistakes: [InvalidField] = []
        var names: Set<String> = []
        for (index, container) in containers.enumerated() {
            let path = path[index]
            mistakes += common(container, scope, path)
            if !names.insert(container.text("name")).inserted {
                mistakes.append(.duplicate(path["name"], .string(container.text("name"))))
            }
            mistakes += ProbeValidation.container(container, scope, path)
            mistakes += restartPolicy(container, path)
        }
        return mistakes + hostPortConflicts(containers, path)
    }

    static func initContainers(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var names = Set(scope.spec.list("containers").map { $0.text("name") })
        for (index, container) in scope.spec.list("initContainers").enumerated() {
            let field = path[index]
            mistakes += common(container, scope, field)
            mistakes += restartPolicy(container, field)
            let name = container.text("name")
            if names.contains(name) {
                mistakes.append(.duplicate(field["name"], .string(name)))
            } else if !name.isEmpty {
                names.insert(name)
            }
            mistakes += hostPortConflicts([container], path)
            if container.text("restartPolicy") == "Always" {
                mistakes += ProbeValidation.container(container, scope, field)
            } else {
                let why = "may not be set for init containers without restartPolicy=Always"
                for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
                where container.has(key) {
                    mistakes.append(.forbidden(field[key], why))
                }
            }
        }
        return mistakes
    }

    /// What a container that is added to a running pod may have.
    private static let ephemeralMembers: Set<String> = [
        "name", "image", "command", "args", "workingDir", "envFrom", "env", "resources",
        "volumeMounts", "volumeDevices", "terminationMessagePath", "terminationMessagePolicy",
        "imagePullPolicy", "securityContext", "stdin", "stdinOnce", "tty", "targetContainerName",
    ]

    static func ephemeralContainers(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let others = Set(
            (scope.spec.list("containers") + scope.spec.list("initContainers"))
                .map { $0.text("name") })
        var names = others
        let why = "cannot be set for an Ephemeral Container"
        for (index, container) in scope.spec.list("ephemeralContainers").enumerated() {
            let path = path[index]
            mistakes += common(container, scope, path)
            mistakes += podOnly(container, path)
            let name = container.text("name")
            if !names.insert(name).inserted {
                mistakes.append(.duplicate(path["name"], .string(name)))
            }
            let target = container.text("targetContainerName")
            if !target.isEmpty && !others.contains(target) {
                mistakes.append(.notFound(path["targetContainerName"], .string(target)))
            }
            for member in container.object?.members ?? []
            where !ephemeralMembers.contains(member.key) {
                mistakes.append(.forbidden(path[member.key], why))
            }
            if container["resources"]?.object?.isEmpty == false {
                mistakes.append(.forbidden(path["resources"], why))
            }
            for (place, mount) in container.list("volumeMounts").enumerated() {
                for key in ["subPath", "subPathExpr"] where !mount.text(key).isEmpty {
                    mistakes.append(.forbidden(path["volumeMounts"][place][key], why))
                }
            }
        }
        return mistakes
    }

    /// What pods are held to and templates, for old ones' sake, are not.
    static func podOnly(_ container: JSON, _ path: FieldPath) -> [InvalidField] {
        let image = container.text("image")
        guard let first = image.first, let last = image.last,
            first.isWhitespace || last.isWhitespace
        else { return [] }
        let why = "must not have leading or trailing whitespace"
        return [.invalid(path["image"], .string(image), why)]
    }

    private static func common(
        _ container: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let name = container.text("name")
        mistakes +=
            name.isEmpty ? [.required(path["name"])] : NameChecks.label(name, path["name"])
        mistakes += NameChecks.present(container.text("image"), path["image"])
        mistakes += NameChecks.choice(
            container.text("terminationMessagePolicy"), ["File", "FallbackToLogsOnError"],
            path["terminationMessagePolicy"])
        mistakes += PortValidation.validate(container.list("ports"), path["ports"])
        mistakes += EnvironmentValidation.variables(container.list("env"), path["env"])
        mistakes += EnvironmentValidation.sources(container.list("envFrom"), path["envFrom"])
        mistakes += MountValidation.mounts(container, scope, path["volumeMounts"])
        mistakes += MountValidation.devices(container, scope, path["volumeDevices"])
        mistakes += NameChecks.choice(
            container.text("imagePullPolicy"), ["Always", "IfNotPresent", "Never"],
            path["imagePullPolicy"])
        mistakes += ResourceValidation.container(
            container["resources"], scope.claimNames, path["resources"])
        mistakes += ResourceValidation.resizePolicy(container, scope, path["resizePolicy"])
        return mistakes
            + SecurityValidation.container(
                container["securityContext"], scope, path["securityContext"])
    }

    private static func restartPolicy(_ container: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = NameChecks.optionalChoice(
            container.text("restartPolicy"), ["Always", "Never", "OnFailure"],
            path["restartPolicy"])
        if container.has("restartPolicyRules") && container.text("restartPolicy").isEmpty {
            let why = "must specify restartPolicy when restart rules are used"
            mistakes.append(.required(path["restartPolicy"], why))
        }
        return mistakes
    }

    /// A node's port is taken once, for one protocol and address.
    private static func hostPortConflicts(
        _ containers: [JSON], _ path: FieldPath
    ) -> [InvalidField] {
        var taken: Set<String> = []
        var mistakes: [InvalidField] = []
        for (index, container) in containers.enumerated() {
            for (place, port) in container.list("ports").enumerated()
            where port.number("hostPort") != 0 {
                let number = port.number("hostPort")
                let key = "\(port.text("protocol"))/\(port.text("hostIP"))/\(number)"
                if !taken.insert(key).inserted {
                    let field = path[index]["ports"][place]["hostPort"]
                    mistakes.append(.duplicate(field, .string(key)))
                }
            }
        }
        return mistakes
    }
}
