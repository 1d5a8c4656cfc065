import APIMachinery
import JSON
import PodControl

/// What a job's pods are made from.
struct JobPodTemplate: Sendable {
    private static let indexVariable = "JOB_COMPLETION_INDEX"
    /// What generated names leave for their random end: five of 63 characters.
    private static let longestPrefix = 58

    private var template: PodTemplate

    init(_ job: APIObject, isIndexed: Bool) {
        var json = job["spec", "template"] ?? [:]
        var finalizers = json.field(["metadata", "finalizers"])?.array ?? []
        if !finalizers.contains(.string(JobPod.finalizer)) {
            finalizers.append(.string(JobPod.finalizer))
        }
        json.setField(["metadata", "finalizers"], .array(finalizers))
        if isIndexed {
            json.update("spec") { spec in
                spec.updateEach("initContainers", Self.addVariable)
                spec.updateEach("containers", Self.addVariable)
            }
        }
        template = PodTemplate(json)
    }

    /// Containers learn their index from the pod's label.
    private static func addVariable(_ container: inout JSON) {
        let variables = container["env"]?.array ?? []
        if variables.contains(where: { $0["name"]?.string == indexVariable }) { return }
        let field: JSON = [
            "name": .string(indexVariable),
            "valueFrom": [
                "fieldRef": [
                    "apiVersion": "v1",
                    "fieldPath": .string("metadata.labels['\(JobPod.indexKey)']"),
                ]
            ],
        ]
        container["env"] = .array(variables + [field])
    }

    /// A pod to create.
    func pod(
        _ new: JobPlan.NewPod, for owner: ControllerReference, countsFailures: Bool
    ) -> APIObject {
        var pod = template.pod(for: owner)
        guard let index = new.index else { return pod }
        let end = "-\(index)-"
        pod.generateName = owner.name.prefix(Self.longestPrefix - end.utf8.count) + end
        pod.annotations[JobPod.indexKey] = String(index)
        pod.labels[JobPod.indexKey] = String(index)
        if countsFailures { pod.annotations[JobPod.failuresKey] = String(new.failures) }
        pod["spec", "hostname"] = .string("\(owner.name)-\(index)")
        return pod
    }
}
