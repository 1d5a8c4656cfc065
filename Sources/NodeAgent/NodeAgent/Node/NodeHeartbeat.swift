import APIMachinery
import ControllerRuntime
import JSON

/// Renews the node's lease: the cheap sign that it lives.
struct NodeHeartbeat: Sendable {
    let context: AgentContext

    /// Renews until cancelled.
    func run() async {
        let interval = min(
            .milliseconds(context.options.leaseDuration * 250), context.options.statusInterval)
        var last: APIObject?
        var next = context.clock.now
        var told = ""
        while !Task.isCancelled {
            var pause = interval
            do throws(APIStatus) {
                let known = last
                last = try await Timed.ask(within: max(.seconds(3), interval)) {
                    () async throws(APIStatus) in try await renew(known)
                }
                told = ""
            } catch {
                last = nil
                pause = min(interval, .milliseconds(error.code == 409 ? 50 : 500))
                // Before the node is there, its lease has nobody to belong to.
                if error.code != 409, error.code != 404, told != error.message {
                    told = error.message
                    context.logger.warning("node lease: \(error)")
                }
            }
            next = max(next + pause, context.clock.now + .milliseconds(10))
            try? await context.clock.sleep(until: min(next, context.clock.now + pause))
        }
    }

    private func renew(_ last: APIObject?) async throws(APIStatus) -> APIObject {
        let name = context.options.nodeName
        let time: JSON = .string(context.now().microTime)
        var lease: APIObject
        if let last {
            lease = last
        } else {
            do throws(APIStatus) {
                lease = try await context.cluster.get(
                    .leases, namespace: "kube-node-lease", name: name)
            } catch {
                guard error.code == 404 else { throw error }
                return try await context.cluster.create(.leases, try await fresh(time))
            }
        }
        lease["spec", "holderIdentity"] = .string(name)
        lease["spec", "leaseDurationSeconds"] = .int(context.options.leaseDuration)
        lease["spec", "renewTime"] = time
        return try await context.cluster.update(.leases, lease)
    }

    /// A lease that goes with its node.
    private func fresh(_ time: JSON) async throws(APIStatus) -> APIObject {
        let name = context.options.nodeName
        let node = try await context.cluster.get(.nodes, name: name)
        var lease = APIObject([:])
        lease.name = name
        lease.namespace = "kube-node-lease"
        lease.ownerReferences = [
            [
                "apiVersion": "v1", "kind": "Node", "name": .string(name),
                "uid": .string(node.uid),
            ]
        ]
        lease["spec"] = [
            "holderIdentity": .string(name),
            "leaseDurationSeconds": .int(context.options.leaseDuration), "renewTime": time,
        ]
        return lease
    }
}
