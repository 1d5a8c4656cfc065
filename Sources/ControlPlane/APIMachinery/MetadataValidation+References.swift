import JSON

extension MetadataValidation {
    static func ownerReferences(_ object: APIObject) -> [InvalidField] {
        let references = object.ownerReferences
        let path = path["ownerReferences"]
        var mistakes: [InvalidField] = []
        var controller: String?
        for reference in references {
            mistakes += ownerReference(reference, path)
            guard reference["controller"]?.bool == true else { continue }
            let name =
                (reference["kind"]?.string ?? "") + "/" + (reference["name"]?.string ?? "")
            guard let first = controller else {
                controller = name
                continue
            }
            mistakes.append(
                .invalid(
                    path, .array(references),
                    "Only one reference can have Controller set to true. Found \"true\" in "
                        + "references for \(first) and \(name)"))
        }
        return mistakes
    }

    private static func ownerReference(_ reference: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let apiVersion = reference["apiVersion"]?.string ?? ""
        if GroupVersion(parsing: apiVersion).version.isEmpty {
            mistakes.append(
                .invalid(path["apiVersion"], .string(apiVersion), "version must not be empty"))
        }
        for field in ["kind", "name", "uid"] where (reference[field]?.string ?? "").isEmpty {
            mistakes.append(.invalid(path[field], "", "must not be empty"))
        }
        if apiVersion == "v1", reference["kind"]?.string == "Event" {
            mistakes.append(
                .invalid(path, reference, "/v1, Kind=Event is disallowed from being an owner"))
        }
        return mistakes
    }

    private static let standardFinalizers: Set<String> = [
        "kubernetes", "orphan", "foregroundDeletion",
    ]

    /// The mistakes in an object's finalizers.
    public static func finalizers(_ object: APIObject) -> [InvalidField] {
        let names = object.finalizers
        let path = path["finalizers"]
        var mistakes: [InvalidField] = []
        for (index, name) in names.enumerated() {
            let faults = NameRules.isQualifiedName(name)
            mistakes += faults.map { .invalid(path, .string(name), $0) }
            if faults.isEmpty, !name.contains("/"), !standardFinalizers.contains(name) {
                mistakes.append(
                    .invalid(
                        path[index], .string(name),
                        "name is neither a standard finalizer name nor is it fully qualified"))
            }
        }
        if names.contains("orphan"), names.contains("foregroundDeletion") {
            mistakes.append(
                .invalid(
                    path, .strings(names),
                    "finalizer orphan and foregroundDeletion cannot be both set"))
        }
        return mistakes
    }
}
