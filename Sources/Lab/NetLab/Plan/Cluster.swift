import EndpointSliceController
import JSON
import KubernetesAPI
import NetworkAddress

/// What the lab's cluster is: its objects as an API server would hold them.
package struct Cluster: Hashable, Sendable {
    package var nodes: [Node]
    package var namespaces: [Namespace]
    package var services: [Service]
    /// Placed, in the order of the manifests.
    package var pods: [Pod]
    /// Written by hand in the manifests; those of Services with a selector are computed.
    package var writtenSlices: [EndpointSlice]
    package var serviceCIDRs: [ServiceCIDR]

    /// The EndpointSlices that pods and Services make, as the controller would write them.
    package var slices: [EndpointSlice] {
        let computed = services.filter { !$0.spec.selector.isEmpty }.flatMap { service in
            EndpointSlicePlan.slices(
                for: service,
                pods: pods.filter { $0.metadata.namespace == service.metadata.namespace },
                nodes: nodes)
        }
        return writtenSlices + computed
    }

    package func pod(_ key: PodKey) -> Pod? { pods.first { $0.labKey == key } }

    /// Changes one pod, if it is there.
    package mutating func update(_ key: PodKey, _ change: (inout Pod) -> Void) {
        guard let index = pods.firstIndex(where: { $0.labKey == key }) else { return }
        change(&pods[index])
    }

    /// Notes the id that the API server gave a pod or a Service.
    package mutating func identify(_ key: ObjectKey, as uid: String) {
        if let index = pods.firstIndex(where: { $0.key == key }) { pods[index].metadata.uid = uid }
        if let index = services.firstIndex(where: { $0.key == key }) {
            services[index].metadata.uid = uid
        }
    }

    package mutating func remove(_ key: PodKey) { pods.removeAll { $0.labKey == key } }

    /// Everything, what others build on first.
    package var objects: [KubernetesObject] {
        var objects: [KubernetesObject] = namespaces.map { .namespace($0) }
        objects += serviceCIDRs.map { .serviceCIDR($0) }
        objects += nodes.map { .node($0) }
        objects += pods.map { .pod($0) }
        objects += services.map { .service($0) }
        objects += slices.map { .endpointSlice($0) }
        return objects
    }

    /// Everything, as one `List`: what `svcproxy` and `clusterdns` follow where there is no API
    /// server.
    package var json: JSON {
        ["apiVersion": "v1", "kind": "List", "items": .array(objects.map(\.json))]
    }
}

extension KubernetesObject {
    /// Whether it is an EndpointSlice.
    var isSlice: Bool { kind == .endpointSlice }
}

extension Pod {
    package var labKey: PodKey { PodKey(namespace: metadata.namespace, name: metadata.name) }
}
