import APIMachinery
import JSON

/// Something that happened.
struct Occurrence: Sendable, Hashable {
    var level: EventRecorder.Level
    var reason: String
    var object: ObjectReference
    var message: String
    var at: Timestamp
    var component: String
    var host: String

    /// The namespace of the Event: that of its object, or `default`.
    var namespace: String { object.namespace.isEmpty ? "default" : object.namespace }

    /// The Event when it is the first of its kind.
    func event(named name: String) -> APIObject {
        var source: JSON = ["component": .string(component)]
        if !host.isEmpty { source["host"] = .string(host) }
        return APIObject([
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "involvedObject": object.json, "reason": .string(reason),
            "message": .string(message), "source": source,
            "firstTimestamp": .string(at.description), "lastTimestamp": .string(at.description),
            "count": 1, "type": .string(level.rawValue),
            "reportingComponent": .string(component), "reportingInstance": .string(host),
        ])
    }
}
