import APIMachinery
import ContainerRuntime
import ControllerRuntime
import JSON

/// Keeps the node's object: there, with its labels, and with a status that is true.
struct NodeRegistration: Sendable {
    let context: AgentContext

    /// A status is written this often though nothing has changed.
    private static let patience = Duration.seconds(300)

    /// Keeps it until cancelled.
    func run() async {
        var writtenAt: ContinuousClock.Instant?
        var pause = Duration.milliseconds(200)
        var told = ""
        while !Task.isCancelled {
            do throws(APIStatus) {
                let now = context.clock.now
                let isDue = writtenAt.map { now - $0 >= Self.patience } ?? true
                let (isWritten, isReady) = try await Timed.ask(within: .seconds(10)) {
                    () async throws(APIStatus) in try await look(mustWrite: isDue)
                }
                if isWritten { writtenAt = now }
                // Pods wait for a node that isn't ready yet.
                let interval = context.options.statusInterval
                pause = isReady ? interval : min(interval, .milliseconds(250))
                told = ""
            } catch {
                if error.code != 409, told != error.message {
                    told = error.message
                    context.logger.warning("node \(context.options.nodeName): \(error)")
                }
                pause = min(max(pause, .milliseconds(200)) * 2, .seconds(5))
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// - Returns: whether a status was written, and whether the node is ready.
    private func look(
        mustWrite: Bool
    ) async throws(APIStatus) -> (isWritten: Bool, isReady: Bool) {
        let wanted = await status()
        let isReady = wanted.readiness.isReady && wanted.readiness.isNetworkReady
        var node: APIObject
        do throws(APIStatus) {
            node = try await context.cluster.get(.nodes, name: context.options.nodeName)
        } catch {
            guard error.code == 404, context.options.registersNode else { throw error }
            try await context.cluster.create(.nodes, wanted.node(at: context.now()))
            context.events.record(
                .normal, reason: "Starting", about: reference(""), "Starting kubelet.")
            return (true, isReady)
        }
        let labels = node.labels.merging(wanted.labels) { _, own in own }
        if labels != node.labels {
            var patch: JSON = [:]
            for (key, value) in wanted.labels {
                patch.setField(["metadata", "labels", key], .string(value))
            }
            node = try await context.cluster.patch(.nodes, name: node.name, patch)
        }
        let old = node.json["status"] ?? [:]
        let new = wanted.status(changing: old, at: context.now())
        guard mustWrite || new.withoutHeartbeats != old.withoutHeartbeats else {
            return (false, isReady)
        }
        tellReadiness(node, old, new)
        node.json["status"] = new
        try await context.cluster.update(.nodes, node, subresource: "status")
        return (true, isReady)
    }

    private func status() async -> NodeStatus {
        var readiness = RuntimeReadiness(isReady: false, isNetworkReady: false)
        var images: [ImageState] = []
        do throws(RuntimeError) {
            readiness = try await context.runtime.readiness()
            images = try await context.runtime.images()
        } catch {
            readiness.isReady = false
            readiness.reason = error.message
        }
        let version = (try? await context.runtime.version) ?? ""
        return NodeStatus(
            options: context.options, machine: context.machine, runtime: version,
            readiness: readiness, images: images)
    }

    private func tellReadiness(_ node: APIObject, _ old: JSON, _ new: JSON) {
        func ready(_ status: JSON) -> String? {
            status["conditions"]?.array?.first { $0["type"]?.string == "Ready" }?["status"]?
                .string
        }
        guard let now = ready(new), now != ready(old) else { return }
        let reason = now == "True" ? "NodeReady" : "NodeNotReady"
        context.events.record(
            .normal, reason: reason, about: reference(node.uid),
            "Node \(node.name) status is now: \(reason)")
    }

    private func reference(_ uid: String) -> ObjectReference {
        let name = context.options.nodeName
        return ObjectReference(
            apiVersion: "v1", kind: "Node", namespace: "", name: name,
            uid: uid.isEmpty ? name : uid)
    }
}
