import APIMachinery
import JSON

/// What depends on the system that a pod says it runs on.
enum SystemValidation {
    static func validate(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        guard let name = spec["os"]?.text("name") else { return [] }
        switch name {
        case "": return [.required(path["os"]["name"], "cannot be empty")]
        case "linux": return linux(spec, path)
        case "windows": return windows(spec, path)
        default:
            let choices = ["linux", "windows"]
            return [.notSupported(path["os"], .string(name), supported: choices)]
        }
    }

    private static func linux(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        let why = "windows options cannot be set for a linux pod"
        var mistakes: [InvalidField] = []
        if spec["securityContext"]?.has("windowsOptions") == true {
            mistakes.append(.forbidden(path["securityContext"]["windowsOptions"], why))
        }
        for (container, path) in ContainerLists.each(spec, path)
        where container["securityContext"]?.has("windowsOptions") == true {
            mistakes.append(.forbidden(path["securityContext"]["windowsOptions"], why))
        }
        return mistakes
    }

    private static func windows(_ spec: JSON, _ path: FieldPath) -> [InvalidField] {
        let why = "cannot be set for a windows pod"
        var mistakes: [InvalidField] = []
        let podMembers = [
            "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup",
            "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups",
            "supplementalGroupsPolicy", "seLinuxChangePolicy",
        ]
        for key in podMembers where spec["securityContext"]?.has(key) == true {
            mistakes.append(.forbidden(path["securityContext"][key], why))
        }
        for key in ["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"]
        where spec.has(key) {
            mistakes.append(.forbidden(path[key], why))
        }
        let containerMembers = [
            "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities",
            "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
            "runAsUser", "runAsGroup",
        ]
        for (container, path) in ContainerLists.each(spec, path) {
            for key in containerMembers where container["securityContext"]?.has(key) == true {
                mistakes.append(.forbidden(path["securityContext"][key], why))
            }
        }
        return mistakes
    }

    static func stopSignal(
        _ signal: String, _ spec: JSON, _ path: FieldPath
    ) -> [InvalidField] {
        switch spec["os"]?.text("name") {
        case "linux": return []
        case "windows":
            return NameChecks.optionalChoice(signal, ["SIGKILL", "SIGTERM"], path)
        default:
            let why = "may not be set for containers with empty `spec.os.name`"
            return [.forbidden(path, why)]
        }
    }
}
