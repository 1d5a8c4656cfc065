import APIMachinery
import JSON

/// Where a container sees the pod's volumes.
enum MountValidation {
    static func mounts(
        _ container: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var places: Set<String> = []
        let devices = container.list("volumeDevices")
        for (index, mount) in container.list("volumeMounts").enumerated() {
            let field = path[index]
            let name = mount.text("name")
            mistakes += NameChecks.present(name, field["name"])
            let volume = scope.volumes[name]
            if volume == nil { mistakes.append(.notFound(field["name"], .string(name))) }
            let place = mount.text("mountPath")
            mistakes += NameChecks.present(place, field["mountPath"])
            if !places.insert(place).inserted {
                mistakes.append(.invalid(field["mountPath"], .string(place), "must be unique"))
            }
            if devices.contains(where: { $0.text("name") == name }) {
                let why = "must not already exist in volumeDevices"
                mistakes.append(.invalid(field["name"], .string(name), why))
            }
            if devices.contains(where: { $0.text("devicePath") == place }) {
                let why = "must not already exist as a path in volumeDevices"
                mistakes.append(.invalid(field["mountPath"], .string(place), why))
            }
            // The paths below lack the index upstream, too.
            let subPath = mount.text("subPath")
            if !subPath.isEmpty { mistakes += PathChecks.descending(subPath, path["subPath"]) }
            let expression = mount.text("subPathExpr")
            if !expression.isEmpty {
                if !subPath.isEmpty {
                    let why = "subPathExpr and subPath are mutually exclusive"
                    mistakes.append(.invalid(field["subPathExpr"], .string(expression), why))
                }
                mistakes += PathChecks.descending(expression, path["subPathExpr"])
            }
            mistakes += propagation(mount, container, path)
        }
        return mistakes
    }

    private static func propagation(
        _ mount: JSON, _ container: JSON, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes = NameChecks.optionalChoice(
            mount.text("mountPropagation"), ["Bidirectional", "HostToContainer", "None"],
            path["mountPropagation"])
        let isPrivileged = container["securityContext"]?.isTrue("privileged") == true
        if mount.text("mountPropagation") == "Bidirectional" && !isPrivileged {
            let why =
                "Bidirectional mount propagation is available only to privileged containers"
            mistakes.append(.forbidden(path["mountPropagation"], why))
        }
        let readOnly = mount.text("recursiveReadOnly")
        let field = path["recursiveReadOnly"]
        if ["Enabled", "IfPossible"].contains(readOnly) {
            if !mount.isTrue("readOnly") {
                let why = "may only be specified when readOnly is true"
                mistakes.append(.forbidden(field, why))
            }
            if mount.has("mountPropagation") && mount.text("mountPropagation") != "None" {
                let why = "may only be specified when mountPropagation is None or not specified"
                mistakes.append(.forbidden(field, why))
            }
        } else if mount.has("recursiveReadOnly") && readOnly != "Disabled" {
            let choices = ["Disabled", "Enabled", "IfPossible"]
            mistakes.append(.notSupported(field, .string(readOnly), supported: choices))
        }
        return mistakes
    }

    static func devices(
        _ container: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var places: Set<String> = []
        var names: Set<String> = []
        let mounts = container.list("volumeMounts")
        for (index, device) in container.list("volumeDevices").enumerated() {
            let field = path[index]
            let name = device.text("name")
            let place = device.text("devicePath")
            func invalid(_ key: String, _ value: String, _ why: String) {
                mistakes.append(.invalid(field[key], .string(value), why))
            }
            mistakes += NameChecks.present(name, field["name"])
            if !name.isEmpty && !names.insert(name).inserted {
                invalid("name", name, "must be unique")
            }
            if let volume = scope.volumes[name] {
                if !volume.has("persistentVolumeClaim") && !volume.has("ephemeral") {
                    invalid(
                        "name", name,
                        "can only use volume source type of PersistentVolumeClaim or Ephemeral "
                            + "for block mode")
                }
            } else {
                mistakes.append(.notFound(field["name"], .string(name)))
            }
            mistakes += NameChecks.present(place, field["devicePath"])
            if places.contains(place) { invalid("devicePath", place, "must be unique") }
            if !PathChecks.withoutBacksteps(place, field).isEmpty {
                invalid("devicePath", place, "can not contain backsteps ('..')")
            } else {
                places.insert(place)
            }
            if mounts.contains(where: { $0.text("name") == name }) {
                invalid("name", name, "must not already exist in volumeMounts")
            }
            if mounts.contains(where: { $0.text("mountPath") == place }) {
                invalid("devicePath", place, "must not already exist as a path in volumeMounts")
            }
        }
        return mistakes
    }
}
