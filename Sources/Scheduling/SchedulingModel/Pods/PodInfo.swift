import APIMachinery
import ControllerRuntime
import JSON

/// What scheduling reads of a pod, decoded once and kept with it.
public final class PodInfo: ObjectView {
    public let namespace: String
    public let name: String
    public let uid: String
    public let labels: [String: String]
    /// The node it is bound to; empty before.
    public let nodeName: String
    /// The node that room is being made on for it; mostly empty.
    public let nominatedNodeName: String
    public let schedulerName: String
    public let priority: Int
    public let mayPreempt: Bool
    public let requests: ResourceAmounts
    /// With something assumed for containers that ask for nothing.
    public let scoredRequests: ResourceAmounts
    public let hostPorts: [HostPort]
    /// Images of its containers, with their tags.
    public let images: [String]
    public let tolerations: [Toleration]
    public let nodeDemand: NodeDemand
    /// Wishes for nodes with their weights.
    public let preferredNodes: [(term: NodeTerm, weight: Int)]
    public let affinity: PodAffinity?
    public let spread: [SpreadConstraint]
    /// What must be taken away before it is looked at.
    public let gates: [String]
    /// Names of its PersistentVolumeClaims.
    public let claims: [String]
    /// What controls it.
    public let controller: PodOwner?
    public let isDeleting: Bool
    public let isFinished: Bool
    /// Whether it was told to make room for another.
    public let isPreempted: Bool
    /// RFC 3339; empty before it runs.
    public let startTime: String
    /// The PodScheduled condition's status, reason and message with line feeds between.
    public let scheduledCondition: String
    /// What a change must touch to make a difference to scheduling.
    let schedulingBytes: [UInt8]

    /// `namespace/name`.
    public var path: String { namespace + "/" + name }

    public init(_ object: JSONValue) {
        let meta = object["metadata"]
        let spec = object["spec"]
        let status = object["status"]
        namespace = meta?["namespace"]?.string ?? ""
        name = meta?["name"]?.string ?? ""
        uid = meta?["uid"]?.string ?? ""
        labels = MetadataView.texts(meta?["labels"])
        isDeleting = meta?["deletionTimestamp"]?.string != nil
        controller = Self.controller(meta)
        nodeName = spec?["nodeName"]?.string ?? ""
        schedulerName = spec?["schedulerName"]?.string ?? "default-scheduler"
        priority = spec?["priority"]?.int ?? 0
        mayPreempt = spec?["preemptionPolicy"]?.isString("Never") != true
        requests = PodRequests.total(spec, assuming: false)
        scoredRequests = PodRequests.total(spec, assuming: true)
        hostPorts = Self.hostPorts(spec)
        images = Self.images(spec)
        tolerations = spec?["tolerations"]?.elements.map(Toleration.init) ?? []
        let nodes = spec?["affinity"]?["nodeAffinity"]
        nodeDemand = NodeDemand(
            selector: MetadataView.texts(spec?["nodeSelector"]),
            terms: nodes?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]?
                .elements.map(NodeTerm.init))
        preferredNodes =
            nodes?["preferredDuringSchedulingIgnoredDuringExecution"]?.elements.map {
                (NodeTerm($0["preference"]), $0["weight"]?.int ?? 0)
            } ?? []
        affinity = PodAffinity(spec?["affinity"], namespace: namespace)
        spread = spec?["topologySpreadConstraints"]?.elements.map(SpreadConstraint.init) ?? []
        gates = spec?["schedulingGates"]?.elements.compactMap { $0["name"]?.string } ?? []
        claims = Self.claims(spec, pod: name)
        let phase = status?["phase"]?.string ?? ""
        isFinished = phase == "Succeeded" || phase == "Failed"
        isPreempted = Self.isPreempted(status)
        startTime = status?["startTime"]?.string ?? ""
        nominatedNodeName = status?["nominatedNodeName"]?.string ?? ""
        scheduledCondition = Self.scheduledCondition(status)
        schedulingBytes =
            nodeName.isEmpty
            ? (spec?.rawBytes ?? []) + (meta?["labels"]?.rawBytes ?? []) : []
    }

    /// Whether a change of a pod that waits may let it be placed now.
    public func differs(from old: PodInfo) -> Bool { schedulingBytes != old.schedulingBytes }
}

extension PodInfo {
    private static func controller(_ meta: JSONValue?) -> PodOwner? {
        (meta?["ownerReferences"]).items.first { $0["controller"]?.bool == true }
            .map(PodOwner.init)
    }

    private static func isPreempted(_ status: JSONValue?) -> Bool {
        (status?["conditions"]).items.contains {
            $0["type"]?.isString("DisruptionTarget") == true
                && $0["reason"]?.isString("PreemptionByScheduler") == true
        }
    }

    private static func hostPorts(_ spec: JSONValue?) -> [HostPort] {
        var ports: [HostPort] = []
        for container in (spec?["containers"]).items {
            ports += container["ports"]?.elements.compactMap(HostPort.init) ?? []
        }
        for container in (spec?["initContainers"]).items
        where container["restartPolicy"]?.isString("Always") == true {
            ports += container["ports"]?.elements.compactMap(HostPort.init) ?? []
        }
        return ports
    }

    private static func images(_ spec: JSONValue?) -> [String] {
        var images: [String] = []
        for list in ["initContainers", "containers"] {
            for container in (spec?[list]).items {
                images.append(NodeView.tagged(container["image"]?.string ?? ""))
            }
        }
        return images
    }

    private static func claims(_ spec: JSONValue?, pod: String) -> [String] {
        spec?["volumes"]?.elements.compactMap { volume in
            if let claim = volume["persistentVolumeClaim"]?["claimName"]?.string { return claim }
            guard volume["ephemeral"] != nil else { return nil }
            return pod + "-" + (volume["name"]?.string ?? "")
        } ?? []
    }

    private static func scheduledCondition(_ status: JSONValue?) -> String {
        for condition in (status?["conditions"]).items
        where condition["type"]?.isString("PodScheduled") == true {
            return ["status", "reason", "message"].map { condition[$0]?.string ?? "" }
                .joined(separator: "\n")
        }
        return ""
    }
}
