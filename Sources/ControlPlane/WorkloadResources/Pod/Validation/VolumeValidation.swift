import APIMachinery
import JSON

/// The mistakes of a pod's volumes.
enum VolumeValidation {
    static func validate(_ scope: PodScope, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var names: Set<String> = []
        for (index, volume) in scope.spec.list("volumes").enumerated() {
            let path = path[index]
            let name = volume.text("name")
            mistakes += source(volume, scope, path)
            if name.isEmpty {
                mistakes.append(.required(path["name"]))
            } else {
                mistakes += NameChecks.label(name, path["name"])
            }
            if !name.isEmpty && !names.insert(name).inserted {
                mistakes.append(.duplicate(path["name"], .string(name)))
            }
        }
        return mistakes
    }

    /// Sources in upstream's order, as the first counts and others are too many.
    private static let kinds = [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret",
        "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder",
        "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap", "azureFile",
        "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos",
        "projected", "scaleIO", "csi", "ephemeral", "image",
    ]

    private static func source(
        _ volume: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        var count = 0
        for kind in kinds {
            guard let source = volume[kind] else { continue }
            count += 1
            if count > 1 {
                let why = "may not specify more than 1 volume type"
                mistakes.append(.forbidden(path[kind], why))
            } else {
                mistakes += self.source(kind, source, path[kind])
                if kind == "ephemeral" { mistakes += claimName(volume, scope, path["name"]) }
            }
        }
        if count == 0 { mistakes.append(.required(path, "must specify a volume type")) }
        return mistakes
    }

    /// The claim that is made for the pod is named after both.
    private static func claimName(
        _ volume: JSON, _ scope: PodScope, _ path: FieldPath
    ) -> [InvalidField] {
        let name = volume.text("name")
        if scope.podName.isEmpty || name.isEmpty { return [] }
        let claim = "\(scope.podName)-\(name)"
        return NameRules.isDNS1123Subdomain(claim).map {
            .invalid(path, .string(name), "PVC name \"\(claim)\": \($0)")
        }
    }

    private static func source(
        _ kind: String, _ source: JSON, _ path: FieldPath
    ) -> [InvalidField] {
        switch kind {
        case "emptyDir":
            guard let text = source["sizeLimit"]?.string, let limit = Quantity(parsing: text),
                limit.isNegative
            else { return [] }
            let why = "SizeLimit field must be a valid resource quantity"
            return [.forbidden(path["sizeLimit"], why)]
        case "hostPath": return hostPath(source, path)
        case "secret": return files(source, nameKey: "secretName", path)
        case "configMap": return files(source, nameKey: "name", path)
        case "downwardAPI":
            var mistakes = PathChecks.mode(source["defaultMode"], path["defaultMode"])
            for item in source.list("items") {
                mistakes += ProjectionValidation.downwardFile(item, path)
            }
            return mistakes
        case "projected": return ProjectionValidation.validate(source, path)
        case "csi": return csi(source, path)
        case "ephemeral": return ephemeral(source, path)
        case "image":
            let faults = NameChecks.present(source.text("reference"), path["reference"])
            return faults
                + NameChecks.optionalChoice(
                    source.text("pullPolicy"), ["Always", "IfNotPresent", "Never"],
                    path["pullPolicy"])
        default: return StorageValidation.validate(kind, source, path)
        }
    }

    private static let hostPathTypes = [
        "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File",
        "FileOrCreate", "Socket",
    ]

    private static func hostPath(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        let text = source.text("path")
        if text.isEmpty { return [.required(path["path"])] }
        return PathChecks.withoutBacksteps(text, path["path"])
            + NameChecks.optionalChoice(source.text("type"), hostPathTypes, path["type"])
    }

    /// Files made of keys.
    private static func files(
        _ source: JSON, nameKey: String, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes = NameChecks.present(source.text(nameKey), path[nameKey])
        mistakes += PathChecks.mode(source["defaultMode"], path["defaultMode"])
        for (index, item) in source.list("items").enumerated() {
            mistakes += keyToPath(item, path["items"][index])
        }
        return mistakes
    }

    static func keyToPath(_ item: JSON, _ path: FieldPath) -> [InvalidField] {
        NameChecks.present(item.text("key"), path["key"])
            + NameChecks.present(item.text("path"), path["path"])
            + PathChecks.unreserved(item.text("path"), path["path"])
            + PathChecks.mode(item["mode"], path["mode"])
    }

    private static func csi(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let driver = source.text("driver")
        if driver.isEmpty {
            mistakes.append(.required(path["driver"]))
        } else {
            if driver.utf8.count > 63 {
                mistakes.append(.tooLong(path["driver"], maximum: 63))
            }
            mistakes += NameChecks.subdomain(driver.lowercased(), path["driver"])
        }
        if let reference = source["nodePublishSecretRef"] {
            let field = path["nodePublishSecretRef"]["name"]
            let name = reference.text("name")
            mistakes += name.isEmpty ? [.required(field)] : NameChecks.subdomain(name, field)
        }
        return mistakes
    }

    private static func ephemeral(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        guard let template = source["volumeClaimTemplate"] else {
            return [.required(path["volumeClaimTemplate"])]
        }
        return ClaimTemplateValidation.validate(template, path["volumeClaimTemplate"])
    }
}
