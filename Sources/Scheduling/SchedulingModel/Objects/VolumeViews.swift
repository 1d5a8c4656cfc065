import ControllerRuntime
import JSON

/// What scheduling reads of a PersistentVolumeClaim.
public struct ClaimView: ObjectView {
    /// The volume it is bound to; empty before.
    public var volumeName: String
    /// Its StorageClass; empty for none.
    public var storageClass: String
    /// Whether it is bound for good.
    public var isBound: Bool
    /// Whether it is being deleted.
    public var isDeleting: Bool

    public init(_ object: JSONValue) {
        volumeName = object["spec"]?["volumeName"]?.string ?? ""
        storageClass = object["spec"]?["storageClassName"]?.string ?? ""
        isBound = !volumeName.isEmpty && object["status"]?["phase"]?.isString("Bound") == true
        isDeleting = object["metadata"]?["deletionTimestamp"]?.string != nil
    }
}

/// What scheduling reads of a PersistentVolume.
public struct VolumeView: ObjectView {
    /// The nodes that can reach it.
    public var nodes: NodeDemand

    public init(_ object: JSONValue) {
        let terms = object["spec"]?["nodeAffinity"]?["required"]?["nodeSelectorTerms"]
        nodes = NodeDemand(selector: [:], terms: terms?.elements.map(NodeTerm.init))
    }
}

/// What scheduling reads of a StorageClass.
public struct StorageClassView: ObjectView {
    /// Whether its claims are bound only when a pod is placed.
    public var bindsLate: Bool

    public init(_ object: JSONValue) {
        bindsLate = object["volumeBindingMode"]?.isString("WaitForFirstConsumer") == true
    }
}
