import APIMachinery
import JSON

/// References from inside a pod to the pod's own fields and resources.
enum DownwardValidation {
    static let environmentFields = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
        "status.podIPs",
    ]

    static let volumeFields = [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
        "metadata.uid",
    ]

    private static let known = Set(environmentFields + volumeFields)

    private static let resources = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu",
        "requests.ephemeral-storage", "requests.memory",
    ]

    /// A `fieldRef`: `metadata.name`, `metadata.labels['app']`.
    static func field(
        _ reference: JSON, _ fields: [String], _ path: FieldPath
    ) -> [InvalidField] {
        let version = reference.text("apiVersion")
        if version.isEmpty { return [.required(path["apiVersion"])] }
        let text = reference.text("fieldPath")
        if text.isEmpty { return [.required(path["fieldPath"])] }
        let (name, subscripted) = split(text)
        guard version == "v1" else {
            return unconverted(text, "unsupported pod version: \(version)", path)
        }
        guard known.contains(name) else {
            return unconverted(text, "field label not supported: \(name)", path)
        }
        guard let subscripted else {
            if fields.contains(name) { return [] }
            return [.notSupported(path["fieldPath"], .string(name), supported: fields)]
        }
        switch name {
        case "metadata.annotations": return NameChecks.qualified(subscripted.lowercased(), path)
        case "metadata.labels": return NameChecks.qualified(subscripted, path)
        default: return [.invalid(path, .string(name), "does not support subscript")]
        }
    }

    private static func unconverted(
        _ text: String, _ why: String, _ path: FieldPath
    ) -> [InvalidField] {
        [.invalid(path["fieldPath"], .string(text), "error converting fieldPath: \(why)")]
    }

    /// `a.b['c']` → `a.b` and `c`.
    private static func split(_ text: String) -> (String, String?) {
        guard text.hasSuffix("']"), let bracket = text.firstRange(of: "['") else {
            return (text, nil)
        }
        let end = text.index(text.endIndex, offsetBy: -2)
        guard bracket.lowerBound > text.startIndex, bracket.upperBound <= end else {
            return (text, nil)
        }
        return (String(text[..<bracket.lowerBound]), String(text[bracket.upperBound..<end]))
    }

    /// A `resourceFieldRef`: `limits.cpu`.
    static func resource(
        _ reference: JSON, isVolume: Bool, _ path: FieldPath
    ) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let name = reference.text("resource")
        let isHugePages = ["limits.hugepages-", "requests.hugepages-"].contains {
            name.hasPrefix($0)
        }
        if isVolume && reference.text("containerName").isEmpty {
            mistakes.append(.required(path["containerName"]))
        } else if name.isEmpty {
            mistakes.append(.required(path["resource"]))
        } else if !resources.contains(name) && !isHugePages {
            mistakes.append(
                .notSupported(path["resource"], .string(name), supported: resources))
        }
        return mistakes + divisor(reference, name, isHugePages, path["divisor"])
    }

    private static let sizes = [
        "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
    ]

    private static func divisor(
        _ reference: JSON, _ name: String, _ isHugePages: Bool, _ path: FieldPath
    ) -> [InvalidField] {
        guard let text = reference["divisor"]?.string, text != "0" else { return [] }
        let list = sizes.joined(separator: ", ")
        let allowed: [String]
        let words: String
        switch name {
        case "limits.cpu", "requests.cpu":
            (allowed, words) = (["1m", "1"], "1m and 1 are supported with the cpu resource")
        case "limits.memory", "requests.memory":
            (allowed, words) = (sizes, "\(list) are supported with the memory resource")
        case "limits.ephemeral-storage", "requests.ephemeral-storage":
            allowed = sizes
            words = "\(list) are supported with the local ephemeral storage resource"
        default:
            guard isHugePages else { return [] }
            (allowed, words) = (sizes, "\(list) are supported with the hugepages resource")
        }
        if allowed.contains(text) { return [] }
        return [.invalid(path, .string(name), "only divisor's values \(words)")]
    }
}
