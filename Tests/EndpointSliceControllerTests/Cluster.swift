import EndpointSliceController
import KubernetesAPI

/// Objects for tables, short to write.
enum Cluster {
    static func pod(
        _ name: String, _ addresses: [String], node: String = "n1", ready: Bool = true,
        phase: PodStatus.Phase = .running, labels: [String: String] = ["app": "web"],
        ports: [ContainerPort] = [], deleted: Bool = false, namespace: String = "default"
    ) -> Pod {
        var container = Container(name: "c", image: "example.com/app:v1")
        container.ports = ports
        return Pod(
            metadata: ObjectMeta(
                name: name, namespace: namespace, uid: "uid-\(name)", labels: labels,
                deletionTimestamp: deleted ? "2026-01-01T00:00:00Z" : nil),
            spec: PodSpec(nodeName: node, containers: [container]),
            status: PodStatus(
                phase: phase, podIPs: addresses,
                conditions: [PodCondition(type: "Ready", status: ready ? "True" : "False")]))
    }

    static func service(
        _ ports: [ServicePort] = [ServicePort(port: 80)], clusterIPs: [String] = ["10.96.0.1"]
    ) -> Service {
        Service(
            metadata: ObjectMeta(name: "web", namespace: "default", uid: "uid-web"),
            spec: ServiceSpec(clusterIPs: clusterIPs, ports: ports, selector: ["app": "web"]))
    }

    static func node(_ name: String, zone: String?) -> Node {
        Node(metadata: ObjectMeta(name: name, labels: zone.map { [Node.zoneLabel: $0] } ?? [:]))
    }
}

extension EndpointSlice {
    /// The pods of its endpoints, in order.
    var podNames: [String] { endpoints.compactMap(\.targetRef?.name) }

    /// `ready serving terminating` of each pod, as letters.
    var states: [String: String] {
        var states: [String: String] = [:]
        for endpoint in endpoints {
            let conditions = endpoint.conditions
            states[endpoint.targetRef?.name ?? ""] =
                (conditions.ready == true ? "r" : "-") + (conditions.serving == true ? "s" : "-")
                + (conditions.terminating == true ? "t" : "-")
        }
        return states
    }
}
