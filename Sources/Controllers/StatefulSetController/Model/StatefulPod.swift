import APIMachinery
import ControllerRuntime
import JSON
import PodControl

/// The pods of StatefulSets: each keeps its name, its host name and its claims for good.
package enum StatefulPod {
    /// The label with the name of the revision.
    package static let revisionLabel = "controller-revision-hash"
    package static let nameLabel = "statefulset.kubernetes.io/pod-name"
    package static let indexLabel = "apps.kubernetes.io/pod-index"

    /// The pod of an ordinal, from a revision.
    package static func pod(
        _ ordinal: Ordinal, of set: StatefulSetView, owner: ControllerReference,
        revision: Revision
    ) -> APIObject {
        var pod = PodTemplate(revision.template).pod(for: owner)
        pod.generateName = ""
        pod.name = ordinal.name(in: owner.name)
        pod.labels[nameLabel] = pod.name
        pod.labels[indexLabel] = String(ordinal.number)
        pod.labels[revisionLabel] = revision.name
        pod["spec", "hostname"] = .string(pod.name)
        if !set.serviceName.isEmpty { pod["spec", "subdomain"] = .string(set.serviceName) }
        let names = set.claimTemplates.map { $0.field(["metadata", "name"])?.string ?? "" }
        var volumes = (pod["spec", "volumes"]?.array ?? [])
            .filter { !names.contains($0["name"]?.string ?? "") }
        volumes += names.map { name in
            [
                "name": .string(name),
                "persistentVolumeClaim": ["claimName": .string("\(name)-\(pod.name)")],
            ]
        }
        if !volumes.isEmpty { pod["spec", "volumes"] = .array(volumes) }
        return pod
    }

    /// The claims of a pod.
    package static func claims(
        _ pod: String, of set: StatefulSetView, namespace: String
    ) -> [APIObject] {
        set.claimTemplates.map { template in
            var claim = APIObject(template)
            claim.name = "\(claim.name)-\(pod)"
            claim.namespace = namespace
            claim.labels = claim.labels.merging(set.selectorLabels) { $1 }
            claim["status"] = nil
            return claim
        }
    }
}
