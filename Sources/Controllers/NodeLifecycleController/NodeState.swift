import ControllerRuntime
import JSON

/// What is read of a node: what it says of itself, and who is kept off it.
package struct NodeState: ObjectView, Hashable {
    /// One of a node's conditions.
    package struct Condition: Hashable, Sendable {
        package var type: String
        package var status: String
        /// RFC 3339.
        package var lastHeartbeatTime: String
        package var lastTransitionTime: String
    }

    package var conditions: [Condition]
    package var taints: [Taint]
    package var isUnschedulable: Bool
    /// Region and zone, which fail together; empty for none.
    package var zone: String

    /// A condition.
    package func condition(_ type: String) -> Condition? { conditions.first { $0.type == type } }

    /// `True`, `False`, `Unknown`; nil when nobody has said anything yet.
    package var ready: String? { condition("Ready")?.status }

    package init(_ object: JSONValue) {
        conditions = object["status"]?["conditions"]?.elements.map(Condition.init) ?? []
        taints = object["spec"]?["taints"]?.elements.map(Taint.init) ?? []
        isUnschedulable = object["spec"]?["unschedulable"]?.bool ?? false
        let labels = object["metadata"]?["labels"]
        let region = labels?["topology.kubernetes.io/region"]?.string ?? ""
        let zone = labels?["topology.kubernetes.io/zone"]?.string ?? ""
        self.zone = region.isEmpty && zone.isEmpty ? "" : region + "/" + zone
    }
}

extension NodeState.Condition {
    init(_ value: JSONValue) {
        type = value["type"]?.string ?? ""
        status = value["status"]?.string ?? ""
        lastHeartbeatTime = value["lastHeartbeatTime"]?.string ?? ""
        lastTransitionTime = value["lastTransitionTime"]?.string ?? ""
    }
}
