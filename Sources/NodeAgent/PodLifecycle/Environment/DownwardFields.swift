import APIMachinery

/// What a pod can be told of itself.
public struct DownwardFields: Sendable {
    /// What can't be told.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String

        public init(_ description: String) { self.description = description }
    }

    private let pod: PodManifest
    private let podAddresses: [String]
    private let hostAddresses: [String]
    private let capacity: [String: String]

    /// - Parameters:
    ///   - podAddresses: empty before it has any.
    ///   - capacity: what the node may give: where a container has no limit, it is this.
    public init(
        _ pod: PodManifest, podAddresses: [String], hostAddresses: [String],
        capacity: [String: String] = [:]
    ) {
        self.pod = pod
        self.podAddresses = podAddresses
        self.hostAddresses = hostAddresses
        self.capacity = capacity
    }

    /// The value of a field.
    public func value(_ field: String) throws(Failure) -> String {
        switch field {
        case "metadata.name": return pod.name
        case "metadata.namespace": return pod.namespace
        case "metadata.uid": return pod.uid
        case "metadata.labels": return Self.lines(pod.labels)
        case "metadata.annotations": return Self.lines(pod.annotations)
        case "spec.nodeName": return pod.nodeName
        case "spec.serviceAccountName": return pod.serviceAccountName
        case "status.hostIP": return hostAddresses.first ?? ""
        case "status.hostIPs": return hostAddresses.joined(separator: ",")
        case "status.podIP": return podAddresses.first ?? ""
        case "status.podIPs": return podAddresses.joined(separator: ",")
        default: break
        }
        for (prefix, values) in [
            ("metadata.labels['", pod.labels), ("metadata.annotations['", pod.annotations),
        ] where field.hasPrefix(prefix) && field.hasSuffix("']") {
            return values[String(field.dropFirst(prefix.count).dropLast(2))] ?? ""
        }
        throw Failure("unsupported fieldPath: \(field)")
    }

    /// A container's request or limit, in units of the divisor, rounded up.
    public func value(
        _ reference: ResourceReference, in container: String
    ) throws(Failure) -> String {
        let name = reference.container.isEmpty ? container : reference.container
        guard let container = pod.container(name) else {
            throw Failure("container \(name) not found")
        }
        let parts = reference.resource.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["limits", "requests"].contains(parts[0]) else {
            throw Failure("unsupported container resource : \(reference.resource)")
        }
        let own = parts[0] == "limits" ? container.limits : container.requests
        let text = own[parts[1]] ?? (parts[0] == "limits" ? capacity[parts[1]] : nil) ?? "0"
        let amount = Quantity(parsing: text)?.billionths ?? 0
        var divisor = Quantity(parsing: reference.divisor)?.billionths ?? 0
        if divisor <= 0 { divisor = 1_000_000_000 }
        return "\((amount + divisor - 1) / divisor)"
    }

    /// `key="value"` lines, sorted.
    static func lines(_ texts: [String: String]) -> String {
        texts.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(quoted($0.value))" }.joined(separator: "\n")
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }
}
