import APIMachinery
import JSON

/// Users, privileges and profiles.
enum SecurityValidation {
    static func pod(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        guard let context = scope.spec["securityContext"] else { return [] }
        var mistakes: [InvalidField] = []
        for key in ["fsGroup", "runAsUser", "runAsGroup"] {
            mistakes += NumberChecks.user(context[key], path[key])
        }
        for (index, group) in context.list("supplementalGroups").enumerated() {
            mistakes += NumberChecks.user(group, path["supplementalGroups"][index])
        }
        if scope.spec.isTrue("shareProcessNamespace") && scope.spec.isTrue("hostPID") {
            let why = "ShareProcessNamespace and HostPID cannot both be enabled"
            mistakes.append(.invalid(path["shareProcessNamespace"], true, why))
        }
        mistakes += KernelParameters.validate(scope, path["sysctls"])
        for (key, choices) in [
            ("fsGroupChangePolicy", ["Always", "OnRootMismatch"]),
            ("supplementalGroupsPolicy", ["Merge", "Strict"]),
            ("seLinuxChangePolicy", ["MountOption", "Recursive"]),
        ] {
            mistakes += NameChecks.optionalChoice(context.text(key), choices, path[key])
        }
        return mistakes + profiles(context, path)
    }

    static func container(
        _ context: JSON?, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        guard let context else { return [] }
        var mistakes: [InvalidField] = []
        if context.isTrue("privileged") && !scope.allowsPrivileged {
            mistakes.append(.forbidden(path["privileged"], "disallowed by cluster policy"))
        }
        for key in ["runAsUser", "runAsGroup"] {
            mistakes += NumberChecks.user(context[key], path[key])
        }
        if let mount = context["procMount"]?.string {
            let field = path["procMount"]
            if !["Default", "Unmasked"].contains(mount) {
                let choices = ["Default", "Unmasked"]
                mistakes.append(.notSupported(field, .string(mount), supported: choices))
            }
            if scope.sharesHostUsers && mount == "Unmasked" {
                let why = "`hostUsers` must be false to use `Unmasked`"
                mistakes.append(.invalid(field, .string(mount), why))
            }
        }
        if context["allowPrivilegeEscalation"]?.bool == false {
            let why = "cannot set `allowPrivilegeEscalation` to false and"
            if context.isTrue("privileged") {
                mistakes.append(.invalid(path, shown(context), why + " `privileged` to true"))
            }
            if context["capabilities"]?.texts("add").contains("CAP_SYS_ADMIN") == true {
                let why = why + " `capabilities.Add` CAP_SYS_ADMIN"
                mistakes.append(.invalid(path, shown(context), why))
            }
        }
        return mistakes + profiles(context, path)
    }

    /// A security context as upstream's messages show it: by its fields in Go.
    private static func shown(_ context: JSON) -> JSON {
        let fields = [
            ("Capabilities", "capabilities"), ("Privileged", "privileged"),
            ("SELinuxOptions", "seLinuxOptions"), ("WindowsOptions", "windowsOptions"),
            ("RunAsUser", "runAsUser"), ("RunAsGroup", "runAsGroup"),
            ("RunAsNonRoot", "runAsNonRoot"),
            ("ReadOnlyRootFilesystem", "readOnlyRootFilesystem"),
            ("AllowPrivilegeEscalation", "allowPrivilegeEscalation"),
            ("ProcMount", "procMount"), ("SeccompProfile", "seccompProfile"),
            ("AppArmorProfile", "appArmorProfile"),
        ]
        var object = JSONObject()
        for (name, key) in fields {
            if key == "capabilities", let capabilities = context[key] {
                object.add(
                    name,
                    [
                        "Add": capabilities["add"] ?? .null,
                        "Drop": capabilities["drop"] ?? .null,
                    ])
            } else {
                object.add(name, context[key] ?? .null)
            }
        }
        return .object(object)
    }

    private static let types = ["Localhost", "RuntimeDefault", "Unconfined"]

    private static func profiles(_ context: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if let profile = context["seccompProfile"] {
            mistakes += seccomp(profile, path["seccompProfile"])
        }
        if let profile = context["appArmorProfile"] {
            mistakes += appArmor(profile, path["appArmorProfile"])
        }
        return mistakes
    }

    private static func type(
        _ profile: JSON, _ name: String, _ path: FieldPath
    ) -> [InvalidField] {
        let type = profile.text("type")
        if type.isEmpty { return [.required(path["type"], "type is required when \(name) is set")] }
        return NameChecks.optionalChoice(type, types, path["type"])
    }

    private static func seccomp(_ profile: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = type(profile, "seccompProfile", path)
        let field = path["localhostProfile"]
        let local = profile["localhostProfile"]?.string
        if profile.text("type") == "Localhost" {
            if let local {
                mistakes += PathChecks.descending(local, field)
            } else {
                let why = "must be set when seccomp type is Localhost"
                mistakes.append(.required(field, why))
            }
        } else if let local {
            let shown: JSON = [
                "Type": .string(profile.text("type")), "LocalhostProfile": .string(local),
            ]
            let why = "can only be set when seccomp type is Localhost"
            mistakes.append(.invalid(field, shown, why))
        }
        return mistakes
    }

    private static func appArmor(_ profile: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = type(profile, "appArmorProfile", path)
        let field = path["localhostProfile"]
        let local = profile["localhostProfile"]?.string
        switch profile.text("type") {
        case "Localhost":
            guard let local, !local.allSatisfy(\.isWhitespace) else {
                return mistakes + [.required(field, "must be set when AppArmor type is Localhost")]
            }
            if local.first?.isWhitespace == true || local.last?.isWhitespace == true {
                let why = "must not be padded with whitespace"
                mistakes.append(.invalid(field, .string(local), why))
            }
            if local.utf8.count > 4095 { mistakes.append(.tooLong(field, maximum: 4095)) }
        case "RuntimeDefault", "Unconfined":
            if let local {
                let why = "can only be set when AppArmor type is Localhost"
                mistakes.append(.invalid(field, .string(local), why))
            }
        default: break
        }
        return mistakes
    }
}
