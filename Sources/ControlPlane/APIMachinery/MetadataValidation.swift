import JSON

/// How names of a kind are checked.
public enum NameRule: Sendable, Hashable {
    /// DNS-1123 subdomain: most kinds.
    case subdomain
    /// DNS-1123 label: namespaces.
    case label
    /// RFC 1035 label: Services.
    case label1035
    /// Anything that can be a part of a path: roles, bindings.
    case pathSegment

    /// What is wrong with a name, or with what a generated name begins with.
    public func faults(_ name: String, isPrefix: Bool = false) -> [String] {
        var name = name
        if self == .pathSegment {
            return isPrefix
                ? NameRules.isPathSegmentPrefix(name) : NameRules.isPathSegmentName(name)
        }
        // What is appended makes a hyphen at the end right.
        if isPrefix, name.utf8.count > 1, name.hasSuffix("-") { name = name.dropLast(2) + "a" }
        switch self {
        case .subdomain, .pathSegment: return NameRules.isDNS1123Subdomain(name)
        case .label: return NameRules.isDNS1123Label(name)
        case .label1035: return NameRules.isDNS1035Label(name)
        }
    }
}

/// What must hold for the metadata of every kind.
public enum MetadataValidation {
    static let path = FieldPath("metadata")

    /// The mistakes in a new object's metadata; a generated name is there already.
    public static func validate(
        _ object: APIObject, rule: NameRule, isNamespaced: Bool
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let prefix = object.generateName
        if !prefix.isEmpty {
            mistakes += rule.faults(prefix, isPrefix: true).map {
                .invalid(path["generateName"], .string(prefix), $0)
            }
        }
        if object.name.isEmpty {
            mistakes.append(.required(path["name"], "name or generateName is required"))
        } else {
            mistakes += rule.faults(object.name).map {
                .invalid(path["name"], .string(object.name), $0)
            }
        }
        mistakes += namespace(object, isNamespaced)
        mistakes += common(object)
        mistakes += finalizers(object)
        return mistakes
    }

    /// The mistakes in a changed object's metadata.
    ///
    /// Upstream looks twice, once for all kinds and once in each kind's own rules, and shows what
    /// is
    /// wrong twice; so does this.
    public static func validateUpdate(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        let once = changes(new, old)
        return once + once
    }

    private static func changes(_ new: APIObject, _ old: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if old.deletionTimestamp != nil {
            let added = Set(new.finalizers).subtracting(old.finalizers).sorted()
            if !added.isEmpty {
                let list = added.map { JSON.string($0).description }.joined(separator: ", ")
                mistakes.append(
                    .forbidden(
                        path["finalizers"],
                        "no new finalizers can be added if the object is being deleted, "
                            + "found new finalizers []string{\(list)}"))
            }
        }
        if new.resourceVersion.isEmpty {
            mistakes.append(
                .invalid(path["resourceVersion"], "", "must be specified for an update"))
        }
        if new.generation < old.generation {
            mistakes.append(
                .invalid(path["generation"], .int(new.generation), "must not be decremented"))
        }
        for (field, empty) in immutable {
            let value = new["metadata", field]
            if value != old["metadata", field] {
                mistakes.append(.invalid(path[field], value ?? empty, "field is immutable"))
            }
        }
        return mistakes + common(new)
    }

    private static let immutable: [(String, JSON)] = [
        ("name", ""), ("namespace", ""), ("uid", ""), ("creationTimestamp", nil),
        ("deletionTimestamp", nil), ("deletionGracePeriodSeconds", nil),
    ]

    private static func namespace(_ object: APIObject, _ isNamespaced: Bool) -> [InvalidField] {
        let namespace = object.namespace
        if !isNamespaced {
            return namespace.isEmpty
                ? [] : [.forbidden(path["namespace"], "not allowed on this type")]
        }
        if namespace.isEmpty { return [.required(path["namespace"])] }
        return NameRules.isDNS1123Label(namespace).map {
            .invalid(path["namespace"], .string(namespace), $0)
        }
    }

    private static func common(_ object: APIObject) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        if object.generation < 0 {
            mistakes.append(
                .invalid(
                    path["generation"], .int(object.generation),
                    "must be greater than or equal to 0"))
        }
        mistakes += validateLabels(object["metadata", "labels"], path["labels"])
        mistakes += validateAnnotations(object["metadata", "annotations"], path["annotations"])
        mistakes += ownerReferences(object)
        return mistakes
    }

    /// The mistakes in a map of labels; values that are no texts count as empty.
    public static func validateLabels(_ labels: JSON?, _ path: FieldPath) -> [InvalidField] {
        (labels?.object?.members ?? []).flatMap { label in
            let value = label.value.string ?? ""
            return NameRules.isQualifiedName(label.key).map {
                InvalidField.invalid(path, .string(label.key), $0)
            }
                + NameRules.isValidLabelValue(value).map {
                    InvalidField.invalid(path, .string(value), $0)
                }
        }
    }

    /// The mistakes in a map of annotations.
    public static func validateAnnotations(
        _ annotations: JSON?, _ path: FieldPath
    ) -> [InvalidField] {
        var size = 0
        var mistakes: [InvalidField] = []
        for member in annotations?.object?.members ?? [] {
            size += member.key.utf8.count + (member.value.string ?? "").utf8.count
            mistakes += NameRules.isQualifiedName(member.key.lowercased()).map {
                .invalid(path, .string(member.key), $0)
            }
        }
        let limit = 256 << 10
        return size > limit ? mistakes + [.tooLong(path, maximum: limit)] : mistakes
    }
}
