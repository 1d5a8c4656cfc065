import APIMachinery
import JSON
import ResourceModel

/// Containers that run together on a node.
enum PodKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(kind: "Pod", plural: "pods", schema: "core.v1.Pod")
        kind.shortNames = ["po"]
        kind.categories = ["all"]
        kind.columns = [
            .name, Column("Ready"), Column("Status"), Column("Restarts"), .age,
            Column("IP", wide: true), Column("Node", wide: true),
            Column("Nominated Node", wide: true), Column("Readiness Gates", wide: true),
        ]
        kind.cells = { PodCells.cells($0, $1) }
        kind.selectableFields = selectableFields
        kind.subresources = subresources
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = { PodDefaults.set(&$0) }
        kind.rules.prepareForCreate = { PodPreparation.prepareNew(&$0, $1) }
        kind.rules.prepareForUpdate = { new, old, _ in new.keep("status", of: old) }
        kind.rules.validateCreate = PodValidation.create
        kind.rules.validateUpdate = PodUpdateValidation.update
        kind.rules.warnings = PodWarnings.pod
        kind.rules.gracePeriod = gracePeriod
        return kind
    }()

    private static let selectableFields: [String: @Sendable (APIObject) -> String] = [
        "spec.nodeName": { $0.spec.text("nodeName") },
        "spec.restartPolicy": { $0.spec.text("restartPolicy") },
        "spec.schedulerName": { $0.spec.text("schedulerName") },
        "spec.serviceAccountName": { $0.spec.text("serviceAccountName") },
        "spec.hostNetwork": { $0.spec.isTrue("hostNetwork") ? "true" : "false" },
        "status.phase": { $0.status.text("phase") },
        "status.podIP": { $0.status.list("podIPs").first?.text("ip") ?? $0.status.text("podIP") },
        "status.nominatedNodeName": { $0.status.text("nominatedNodeName") },
    ]

    private static let subresources: [Subresource] = [
        .special("attach", kind: "PodAttachOptions", [.create, .get]),
        .special("binding", kind: "Binding", [.create]),
        Subresource(
            name: "ephemeralcontainers", kind: "Pod", verbs: [.get, .patch, .update],
            service: .part(PodPreparation.ephemeralContainersRules)),
        .special(
            "eviction", kind: "Eviction", [.create],
            groupVersion: GroupVersion(group: "policy", version: "v1")),
        .special("exec", kind: "PodExecOptions", [.create, .get]),
        .special("log", kind: "Pod", [.get]),
        .special("portforward", kind: "PodPortForwardOptions", [.create, .get]),
        .special("proxy", kind: "PodProxyOptions", [.create, .delete, .get, .patch, .update]),
        Subresource(
            name: "resize", kind: "Pod", verbs: [.get, .patch, .update],
            service: .part(PodPreparation.resizeRules)),
        .status(of: "Pod", PodPreparation.statusRules),
    ]

    /// A pod that no node runs, or that has ended, goes at once.
    private static let gracePeriod: @Sendable (APIObject, Int?) -> Int = { pod, wanted in
        let seconds = wanted ?? pod.spec["terminationGracePeriodSeconds"]?.int ?? 0
        let hasEnded = ["Failed", "Succeeded"].contains(pod.status.text("phase"))
        if pod.spec.text("nodeName").isEmpty || hasEnded { return 0 }
        return seconds < 0 ? 1 : seconds
    }
}
