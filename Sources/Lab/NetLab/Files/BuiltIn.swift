import KubernetesAPI
import YAML

/// What `netlab up` brings up without a file, so that the program alone is enough. The same texts
/// are in `netlab/`; a test holds them equal.
package enum BuiltIn {
    /// `netlab/topologies/three-nodes.yaml`
    package static let topology = #"""
        #      node-1                 node-2                 node-3           control       outside
        #  pods 10.244.1.0/24     pods 10.244.2.0/24     pods 10.244.3.0/24  (no node)     (no node)
        #       │ cni0                 │ cni0                 │ cni0
        #   ┌───┴────┐             ┌───┴────┐             ┌───┴────┐       ┌─────────┐    ┌────────┐
        #   │svcproxy│             │svcproxy│             │svcproxy│       │apiserver│    │  curl  │
        #   └───┬────┘             └───┬────┘             └───┬────┘       └────┬────┘    └───┬────┘
        #       │ .11                  │ .12                  │ .13             │ .10         │ .100
        #   ════╧══════════════════════╧══════════════════════╧═════════════════╧═════════════╧════
        #            the wire: one switch, 192.168.50.0/24 and fd00:50::/64
        #
        # Every machine is a network namespace. A node routes the other nodes' pod ranges to them.
        # The API server holds the cluster's objects; svcproxy and DNS server follow its watches.
        # The cluster's DNS server is a pod on node-1 behind the Service kube-system/kube-dns.
        name: lab
        wire:
          subnets: [192.168.50.0/24, "fd00:50::/64"]
        cluster:
          domain: cluster.local
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          apiServer: {host: control}
          dns:
            node: node-1
            addresses: [10.96.0.10, "fd00:10:96::a"]
        nodes:
          - name: node-1
            addresses: [192.168.50.11, "fd00:50::11"]
            podCIDRs: [10.244.1.0/24, "fd00:10:244:1::/64"]
          - name: node-2
            addresses: [192.168.50.12, "fd00:50::12"]
            podCIDRs: [10.244.2.0/24, "fd00:10:244:2::/64"]
          - name: node-3
            addresses: [192.168.50.13, "fd00:50::13"]
            podCIDRs: [10.244.3.0/24, "fd00:10:244:3::/64"]
        hosts:
          - name: control
            addresses: [192.168.50.10, "fd00:50::10"]
          - name: outside
            addresses: [192.168.50.100, "fd00:50::100"]

        """#

    /// `netlab/manifests/web.yaml`
    package static let manifests = #"""
        #   client (node-1) ──▶ Service web ──┬──▶ web-1 (node-1)
        #                                     ├──▶ web-2 (node-2)
        #   outside ──▶ any node:30080 ───────┴──▶ web-3 (node-3)
        #
        #   Service nobody ──▶ no pod
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          nodeName: node-1
          containers:
            - {name: shell, image: lab, command: [sleep, infinity]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, labels: {app: web}}
        spec:
          nodeName: node-1
          containers:
            - name: web
              image: lab
              ports: [{name: http, containerPort: 80}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-2, labels: {app: web}}
        spec:
          nodeName: node-2
          containers:
            - name: web
              image: lab
              ports: [{name: http, containerPort: 80}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-3, labels: {app: web}}
        spec:
          nodeName: node-3
          containers:
            - name: web
              image: lab
              ports: [{name: http, containerPort: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          ipFamilyPolicy: PreferDualStack
          clusterIPs: [10.96.0.80, "fd00:10:96::80"]
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: http, nodePort: 30080}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web-each}
        spec:
          clusterIP: None
          ipFamilyPolicy: PreferDualStack
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: http}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: nobody}
        spec:
          clusterIP: 10.96.0.81
          selector: {app: nobody}
          ports: [{name: http, port: 80, targetPort: 80}]

        """#
}

extension Topology {
    package static func builtIn() throws -> Topology {
        try Topology(LabFile(path: "built-in topology", bytes: Array(BuiltIn.topology.utf8)))
    }
}

extension Manifest {
    package static func builtIn() throws -> [Manifest] {
        let origin = "built-in manifests"
        return try during(origin) {
            try YAML.documents(Array(BuiltIn.manifests.utf8)).flatMap { document in
                try KubernetesObject.decode(document.root, source: SourceLocation(file: origin))
            }.map { Manifest(object: $0, origin: origin) }
        }
    }
}
