import APIMachinery
import JSON

/// The volumes of storage systems, most of which only must name what they mount.
enum StorageValidation {
    /// The members that must be there.
    private static let needed: [String: [String]] = [
        "gitRepo": ["repository"], "gcePersistentDisk": ["pdName"],
        "awsElasticBlockStore": ["volumeID"], "nfs": ["server", "path"],
        "iscsi": ["targetPortal", "iqn"], "glusterfs": ["endpoints", "path"],
        "persistentVolumeClaim": ["claimName"], "cinder": ["volumeID"], "quobyte": ["volume"],
        "flexVolume": ["driver"], "azureFile": ["secretName", "shareName"],
        "vsphereVolume": ["volumePath"], "photonPersistentDisk": ["pdID"],
        "portworxVolume": ["volumeID"], "azureDisk": ["diskName", "diskURI"],
        "scaleIO": ["gateway", "system", "volumeName"], "storageos": ["volumeName"],
        "rbd": ["image"],
    ]

    static func validate(_ kind: String, _ source: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = (needed[kind] ?? []).flatMap {
            NameChecks.present(source.text($0), path[$0])
        }
        switch kind {
        case "nfs":
            let place = source.text("path")
            if !place.hasPrefix("/") {
                let why = "must be an absolute path"
                mistakes.append(.invalid(path["path"], .string(place), why))
            }
        case "gitRepo":
            mistakes += PathChecks.descending(source.text("directory"), path["directory"])
        case "rbd", "cephfs":
            if source.list("monitors").isEmpty { mistakes.append(.required(path["monitors"])) }
        case "iscsi": mistakes += iscsi(source, path)
        case "fc": mistakes += fibreChannel(source, path)
        case "gcePersistentDisk", "awsElasticBlockStore":
            mistakes += NameRules.isInRange(source.number("partition"), 0, 255).map {
                .invalid(path["partition"], .int(source.number("partition")), $0)
            }
        case "azureDisk":
            mistakes += NameChecks.optionalChoice(
                source.text("cachingMode"), ["None", "ReadOnly", "ReadWrite"],
                path["cachingMode"])
            mistakes += NameChecks.optionalChoice(
                source.text("kind"), ["Dedicated", "Managed", "Shared"], path["kind"])
        case "flocker":
            if source.text("datasetName").isEmpty && source.text("datasetUUID").isEmpty {
                let why = "one of datasetName and datasetUUID is required"
                mistakes.append(.required(path, why))
            }
        default: break
        }
        return mistakes
    }

    private static func iscsi(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        for (key, field) in [("iqn", "iqn"), ("initiatorName", "initiatorname")]
        where !source.text(key).isEmpty {
            let name = source.text(key)
            if !["iqn", "eui", "naa"].contains(where: { name.hasPrefix($0) }) {
                let why = "must be valid format starting with iqn, eui, or naa"
                mistakes.append(.invalid(path[field], .string(name), why))
            } else if !isWellFormed(name) {
                mistakes.append(.invalid(path[field], .string(name), "must be valid format"))
            }
        }
        mistakes += unit(source, path)
        let usesSecret =
            source.isTrue("chapAuthDiscovery") || source.isTrue("chapAuthSession")
        if usesSecret && !source.has("secretRef") { mistakes.append(.required(path["secretRef"])) }
        return mistakes
    }

    /// `iqn.YYYY-MM.domain[:name]`, `eui.` with 16 digits, `naa.` with 32.
    private static func isWellFormed(_ name: String) -> Bool {
        let rest = name.utf8.dropFirst(4)
        guard name.utf8.dropFirst(3).first == UInt8(ascii: ".") else { return false }
        let isHexadecimal = rest.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                true
            default: false
            }
        }
        if name.hasPrefix("eui") { return isHexadecimal && rest.count == 16 }
        if name.hasPrefix("naa") { return isHexadecimal && rest.count == 32 }
        let parts = String(Substring(rest)).split(separator: ".", maxSplits: 1)
        let date = (parts.first ?? "").split(separator: "-")
        return parts.count == 2 && date.count == 2 && date[0].count == 4 && date[1].count == 2
            && date.allSatisfy { $0.allSatisfy(\.isNumber) }
    }

    private static func fibreChannel(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        let ports = source.texts("targetWWNs")
        let ids = source.texts("wwids")
        if ports.isEmpty && ids.isEmpty {
            let why = "must specify either targetWWNs or wwids, but not both"
            return [.required(path["targetWWNs"], why)]
        }
        var mistakes: [InvalidField] = []
        if !ports.isEmpty && !ids.isEmpty {
            let why = "targetWWNs and wwids can not be specified simultaneously"
            mistakes.append(.invalid(path["targetWWNs"], .strings(ports), why))
        }
        if ports.isEmpty { return mistakes }
        if source.has("lun") { return mistakes + unit(source, path) }
        return mistakes
            + [.required(path["lun"], "lun is required if targetWWNs is specified")]
    }

    private static func unit(_ source: JSON, _ path: FieldPath) -> [InvalidField] {
        let unit = source.number("lun")
        return NameRules.isInRange(unit, 0, 255).map { .invalid(path["lun"], .int(unit), $0) }
    }
}
