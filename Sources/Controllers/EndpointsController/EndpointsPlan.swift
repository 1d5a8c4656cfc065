import APIMachinery
import ControllerRuntime
import JSON
import KubernetesAPI

/// What a Service's Endpoints object must say.
struct EndpointsPlan {
    /// The label that says who writes an Endpoints object.
    static let managedByLabel = "endpoints.kubernetes.io/managed-by"
    private static let managedBy = "endpoint-controller"

    let service: Service
    private let subsets: [EndpointSubset]
    private let isTruncated: Bool

    init(service: Service, subsets: [EndpointSubset]) {
        self.service = service
        let truncated = EndpointCapacity.truncated(subsets)
        isTruncated = truncated != nil
        self.subsets = truncated ?? subsets
    }

    /// The object, over what is there; nil when that says all of it.
    func object(over current: APIObject?, triggered: String?) -> APIObject? {
        var object = current ?? APIObject(["metadata": [:]])
        if current == nil {
            object.name = service.metadata.name
            object.namespace = service.metadata.namespace
        }
        object.labels = labels
        object.annotations[EndpointCapacity.annotation] = isTruncated ? "truncated" : nil
        object.json["subsets"] = subsets.isEmpty ? nil : .array(subsets.map(\.json))
        if let current, Self.isSame(object, current) { return nil }
        object.annotations[TriggerTimes.annotation] = triggered
        return object
    }

    /// Subsets, addresses and ports are sets: who stores them may order them anew.
    private static func isSame(_ object: APIObject, _ current: APIObject) -> Bool {
        object.labels == current.labels && object.annotations == current.annotations
            && sorted(object.json["subsets"]) == sorted(current.json["subsets"])
    }

    private static func sorted(_ json: JSON?) -> JSON {
        switch json {
        case .object(let object)?:
            var result = JSONObject()
            for member in object.members.sorted(by: { $0.key < $1.key }) {
                result.add(member.key, sorted(member.value))
            }
            return .object(result)
        case .array(let elements)?:
            return .array(
                elements.map { sorted($0) }
                    .sorted { $0.serialized().lexicographicallyPrecedes($1.serialized()) })
        case let json?: return json
        case nil: return []
        }
    }

    private var labels: [String: String] {
        var labels = service.metadata.labels
        labels[Self.managedByLabel] = Self.managedBy
        labels[EndpointSlice.headlessLabel] = service.isHeadless ? "" : nil
        return labels
    }
}

extension EndpointSubset {
    /// As the API writes it.
    var json: JSON {
        var json: JSON = [:]
        if !ready.isEmpty { json["addresses"] = .array(ready.map(\.json)) }
        if !notReady.isEmpty { json["notReadyAddresses"] = .array(notReady.map(\.json)) }
        if !ports.isEmpty { json["ports"] = .array(ports.map(Self.port)) }
        return json
    }

    private static func port(_ port: EndpointPort) -> JSON {
        var json: JSON = [:]
        if !port.name.isEmpty { json["name"] = .string(port.name) }
        json["port"] = .int(port.port ?? 0)
        json["protocol"] = .string(port.protocol.rawValue)
        if let appProtocol = port.appProtocol { json["appProtocol"] = .string(appProtocol) }
        return json
    }
}

extension SubsetAddress {
    /// As the API writes it.
    var json: JSON {
        var json: JSON = ["ip": .string(ip)]
        if let hostname { json["hostname"] = .string(hostname) }
        if let nodeName { json["nodeName"] = .string(nodeName) }
        json["targetRef"] = target.json
        return json
    }
}
