import APIMachinery
import JSON

/// What pods of a controller are made from: the `template` of its spec.
public struct PodTemplate: Sendable, Hashable {
    /// The template: `metadata` and `spec`.
    public var json: JSON

    /// A template; nil is an empty one.
    public init(_ json: JSON?) { self.json = json ?? [:] }

    /// A new pod, to be changed or created as it is. Its name is generated from the owner's.
    public func pod(for owner: ControllerReference) -> APIObject {
        var pod = APIObject(["apiVersion": "v1", "kind": "Pod", "metadata": [:]])
        pod.generateName = PodTemplate.generateName(owner.name)
        pod.namespace = owner.namespace
        for member in ["labels", "annotations", "finalizers"] {
            pod["metadata", member] = json.field(["metadata", member])
        }
        pod.ownerReferences = [owner.ownerReference]
        pod["spec"] = json["spec"] ?? [:]
        return pod
    }

    /// What generated names of an owner's pods begin with: its name and a dash, or its name alone
    /// where a dash may not follow.
    static func generateName(_ owner: String) -> String {
        owner.hasSuffix(".") ? owner : owner + "-"
    }
}
