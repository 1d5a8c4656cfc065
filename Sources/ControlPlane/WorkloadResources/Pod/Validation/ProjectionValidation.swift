import APIMachinery
import JSON

/// Volumes that several sources make together.
enum ProjectionValidation {
    static func validate(_ volume: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = PathChecks.mode(volume["defaultMode"], path["defaultMode"])
        var paths: Set<String> = []
        for (index, source) in volume.list("sources").enumerated() {
            let field = path["sources"][index]
            var count = 0
            for kind in ["secret", "configMap"] {
                guard let object = source[kind] else { continue }
                count += 1
                mistakes += NameChecks.present(object.text("name"), field[kind]["name"])
                for (place, item) in object.list("items").enumerated() {
                    mistakes += VolumeValidation.keyToPath(item, field[kind]["items"][place])
                    mistakes += taken(item, shown: object.text("name"), &paths, path)
                }
            }
            if let downward = source["downwardAPI"] {
                count += 1
                for item in downward.list("items") {
                    mistakes += downwardFile(item, field["downwardAPI"])
                    mistakes += taken(item, shown: item.text("path"), &paths, path)
                }
            }
            if let token = source["serviceAccountToken"] {
                count += 1
                mistakes += self.token(token, field["serviceAccountToken"], path)
            }
            if let bundle = source["clusterTrustBundle"] {
                count += 1
                mistakes += trustBundle(bundle, field["clusterTrustBundle"])
                mistakes += taken(bundle, shown: bundle.text("path"), &paths, path)
            }
            if source.has("podCertificate") { count += 1 }
            if count > 1 {
                let why = "may not specify more than 1 volume type per source"
                mistakes.append(.forbidden(field, why))
            }
        }
        return mistakes
    }

    private static func taken(
        _ item: JSON, shown: String, _ paths: inout Set<String>, _ path: FieldPath
    ) -> [InvalidField] {
        let place = item.text("path")
        if place.isEmpty || paths.insert(place).inserted { return [] }
        return [.invalid(path, .string(shown), "conflicting duplicate paths")]
    }

    private static func token(
        _ token: JSON, _ path: FieldPath, _ volume: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let seconds = token.number("expirationSeconds")
        let field = path["expirationSeconds"]
        if seconds < 600 {
            let why = "may not specify a duration less than 10 minutes"
            mistakes.append(.invalid(field, .int(seconds), why))
        }
        if seconds > 1 << 32 {
            let why = "may not specify a duration larger than 2^32 seconds"
            mistakes.append(.invalid(field, .int(seconds), why))
        }
        let place = token.text("path")
        if place.isEmpty {
            mistakes.append(.required(volume["path"]))
        } else {
            mistakes += PathChecks.unreserved(place, volume["path"])
        }
        return mistakes
    }

    private static func trustBundle(_ bundle: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        switch (bundle.has("name"), bundle.has("signerName")) {
        case (true, true):
            let why = "only one of name and signerName may be used"
            mistakes.append(.invalid(path, bundle, why))
        case (true, false):
            if bundle.text("name").isEmpty {
                mistakes.append(.required(path["name"], "must be a valid object name"))
            }
            if let selector = bundle["labelSelector"] {
                let why = "labelSelector must be unset if name is specified"
                mistakes.append(.invalid(path["labelSelector"], selector, why))
            }
        case (false, true):
            if bundle.text("signerName").isEmpty {
                mistakes.append(.required(path["signerName"], "must be a valid signer name"))
            }
            mistakes += LabelChecks.selector(bundle["labelSelector"], path["labelSelector"])
        case (false, false):
            mistakes.append(.required(path, "either name or signerName must be specified"))
        }
        mistakes += NameChecks.present(bundle.text("path"), path["path"])
        return mistakes + PathChecks.unreserved(bundle.text("path"), path["path"])
    }

    /// A file of a pod's own fields.
    static func downwardFile(_ file: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes = NameChecks.present(file.text("path"), path["path"])
        mistakes += PathChecks.unreserved(file.text("path"), path["path"])
        if let field = file["fieldRef"] {
            mistakes += DownwardValidation.field(
                field, DownwardValidation.volumeFields, path["fieldRef"])
            if file.has("resourceFieldRef") {
                let why = "fieldRef and resourceFieldRef can not be specified simultaneously"
                mistakes.append(.invalid(path, "resource", why))
            }
        } else if let resource = file["resourceFieldRef"] {
            mistakes += DownwardValidation.resource(
                resource, isVolume: true, path["resourceFieldRef"])
        } else {
            let why = "one of fieldRef and resourceFieldRef is required"
            mistakes.append(.required(path, why))
        }
        return mistakes + PathChecks.mode(file["mode"], path["mode"])
    }
}
