import APIMachinery
import JSON

/// Something that happened.
package struct Occurrence: Sendable, Hashable {
    /// Whether it is as it should be.
    package var level: EventRecorder.Level
    /// A code for programs.
    package var reason: String
    /// What it happened to.
    package var object: ObjectReference
    /// Words for people.
    package var message: String
    /// When.
    package var at: Timestamp
    /// Who tells.
    package var component: String
    /// The node it was told on; empty for none.
    package var host: String

    /// Something that happened.
    package init(
        level: EventRecorder.Level, reason: String, object: ObjectReference, message: String,
        at: Timestamp, component: String, host: String = ""
    ) {
        self.level = level
        self.reason = reason
        self.object = object
        self.message = message
        self.at = at
        self.component = component
        self.host = host
    }

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
