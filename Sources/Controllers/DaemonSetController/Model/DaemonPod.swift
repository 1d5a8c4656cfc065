import APIMachinery
import ControllerRuntime
import JSON
import PodControl

/// The pods of DaemonSets: each for one node, whatever befalls that.
package enum DaemonPod {
    /// The label with the template's hash.
    package static let hashLabel = "controller-revision-hash"
    /// The label with the count of the template's changes.
    package static let generationLabel = "pod-template-generation"

    /// A pod of a DaemonSet, but for its node.
    package static func pod(
        of set: DaemonSetView, owner: ControllerReference, hash: String
    ) -> APIObject {
        var pod = set.template.pod(for: owner)
        pod.labels[hashLabel] = hash
        if let generation = set.templateGeneration { pod.labels[generationLabel] = generation }
        pod["spec", "tolerations"] = .array(tolerations(of: pod["spec"] ?? [:]))
        return pod
    }

    /// Holds a pod to a node: the scheduler decides, but may choose no other.
    package static func pin(_ pod: APIObject, to node: String) -> APIObject {
        var pod = pod
        let term: JSON = [
            "matchFields": [
                ["key": "metadata.name", "operator": "In", "values": [.string(node)]]
            ]
        ]
        pod["spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"] =
            ["nodeSelectorTerms": [term]]
        return pod
    }

    /// The tolerations of pods with a spec: those that it has, and those of daemons, which run on
    /// nodes that others leave.
    package static func tolerations(of spec: JSON) -> [JSON] {
        var taints = [
            ("not-ready", "NoExecute"), ("unreachable", "NoExecute"),
            ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
            ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
        ]
        if spec["hostNetwork"]?.bool == true {
            taints.append(("network-unavailable", "NoSchedule"))
        }
        var tolerations = spec["tolerations"]?.array ?? []
        for (taint, effect) in taints {
            let toleration: JSON = [
                "key": .string("node.kubernetes.io/" + taint), "operator": "Exists",
                "effect": .string(effect),
            ]
            let same = tolerations.firstIndex { other in
                ["key", "operator", "effect"].allSatisfy { other[$0] == toleration[$0] }
            }
            if let same { tolerations[same] = toleration } else { tolerations.append(toleration) }
        }
        return tolerations
    }
}

/// The node that a DaemonSet's pod is on, or is held to.
package struct DaemonPodTarget: ObjectView {
    /// Empty when it is held to none.
    package var node: String
    /// Whether it is there already.
    package var isScheduled: Bool

    package init(_ object: JSONValue) {
        let spec = object["spec"]
        if let name = spec?["nodeName"]?.string, !name.isEmpty {
            node = name
            isScheduled = true
            return
        }
        isScheduled = false
        let required = spec?["affinity"]?["nodeAffinity"]?[
            "requiredDuringSchedulingIgnoredDuringExecution"]
        let fields = required?["nodeSelectorTerms"]?.elements.flatMap { term in
            term["matchFields"].map { Array($0.elements) } ?? []
        }
        let pin = fields?.first { field in
            field["key"]?.isString("metadata.name") == true
                && field["operator"]?.isString("In") == true && field["values"]?.count == 1
        }
        node = pin?["values"]?[0]?.string ?? ""
    }
}
