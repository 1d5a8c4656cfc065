import APIMachinery
import ControllerRuntime
import JSON
import SchedulingModel

/// Writes what the scheduler decided.
struct ClusterWriter: Sendable {
    let context: ControllerContext
    let inbox: Inbox

    /// Binds a pod to a node, and tells the scheduler what came of it.
    func bind(_ pod: PodInfo, to node: String) async {
        let binding: JSON = [
            "apiVersion": "v1", "kind": "Binding",
            "metadata": [
                "name": .string(pod.name), "namespace": .string(pod.namespace),
                "uid": .string(pod.uid),
            ],
            "target": ["apiVersion": "v1", "kind": "Node", "name": .string(node)],
        ]
        let path = ResourceKind.pods.path(
            namespace: pod.namespace, name: pod.name, subresource: "binding")
        do throws(APIStatus) {
            _ = try await context.cluster.send(
                "POST", path, body: binding, contentType: "application/json")
            inbox.add(.bindingEnded(uid: pod.uid, isBound: true))
            context.events.record(
                .normal, reason: "Scheduled", about: Self.reference(pod),
                "Successfully assigned \(pod.path) to \(node)")
        } catch {
            inbox.add(.bindingEnded(uid: pod.uid, isBound: false))
            // Gone, or bound by another: no fault.
            guard error.code != 404, error.code != 409 else { return }
            context.logger.warning("scheduler: bind \(pod.path) to \(node): \(error)")
        }
    }

    /// Says on the pod, and as an event, why it can go nowhere.
    func reportFailure(_ pod: PodInfo, _ message: String, nominated: String?) async {
        context.events.record(
            .warning, reason: "FailedScheduling", about: Self.reference(pod), message)
        var status: JSON = [:]
        let told = ["False", "Unschedulable", message].joined(separator: "\n")
        if pod.scheduledCondition != told {
            var condition: JSON = [
                "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                "message": .string(message), "lastProbeTime": .null,
            ]
            if !pod.scheduledCondition.hasPrefix("False\n") {
                condition["lastTransitionTime"] = .string(context.now().description)
            }
            status["conditions"] = [condition]
        }
        if let nominated, nominated != pod.nominatedNodeName {
            status["nominatedNodeName"] = nominated.isEmpty ? .null : .string(nominated)
        }
        if status.object?.isEmpty == false { await patch(pod, status, "report") }
    }

    /// Takes the node off a pod where room was being made for it.
    func clearNomination(_ pod: PodInfo) async {
        await patch(pod, ["nominatedNodeName": .null], "clear the nomination of")
    }

    /// Makes a pod go, saying so on it first.
    func preempt(_ victim: PodInfo, by pod: PodInfo, node: String) async {
        let condition: JSON = [
            "type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler",
            "message": .string(
                "\(pod.schedulerName): preempting to accommodate a higher priority pod"),
            "lastProbeTime": .null, "lastTransitionTime": .string(context.now().description),
        ]
        await patch(victim, ["conditions": [condition]], "mark")
        do throws(APIStatus) {
            try await context.cluster.delete(
                .pods, namespace: victim.namespace, name: victim.name, Deletion(uid: victim.uid))
            context.events.record(
                .normal, reason: "Preempted", about: Self.reference(victim),
                "Preempted by pod \(pod.uid) on node \(node)")
        } catch  where error.code == 404 || error.code == 409 {
            // It went by itself.
        } catch {
            context.logger.warning("scheduler: preempt \(victim.path): \(error)")
        }
    }

    private func patch(_ pod: PodInfo, _ status: JSON, _ what: String) async {
        let patch: JSON = ["metadata": ["uid": .string(pod.uid)], "status": status]
        do throws(APIStatus) {
            try await context.cluster.patch(
                .pods, namespace: pod.namespace, name: pod.name, subresource: "status", patch,
                as: .strategic)
        } catch  where error.code == 404 || error.code == 409 {
            // It is gone, or another of the same name.
        } catch {
            context.logger.warning("scheduler: \(what) \(pod.path): \(error)")
        }
    }

    private static func reference(_ pod: PodInfo) -> ObjectReference {
        ObjectReference(
            apiVersion: "v1", kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid)
    }
}
