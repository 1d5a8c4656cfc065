/// What `netlab up` brings up without a file, so that the program alone is enough. The same texts
/// are in `netlab/`; a test holds them equal.
package enum BuiltIn {
    /// `netlab/topologies/three-nodes.yaml`
    package static let topology = #"""
        #      node-1               node-2               node-3             control        outside
        #   agent, svcproxy      agent, svcproxy      agent, svcproxy    martlet server
        #       │ cni0               │ cni0               │ cni0
        #       │ a part of          │ a part of          │ a part of     (no node)      (no node)
        #       │ podCIDRs           │ podCIDRs           │ podCIDRs
        #   ┌───┴────┐           ┌───┴────┐           ┌───┴────┐        ┌───┴────┐     ┌───┴────┐
        #   └───┬────┘           └───┬────┘           └───┬────┘        └───┬────┘     └───┬────┘
        #       │ .11                │ .12                │ .13             │ .10          │ .100
        #   ════╧════════════════════╧════════════════════╧═════════════════╧══════════════╧════
        #            the wire: one switch, 192.168.50.0/24 and fd00:50::/64
        #
        # Every machine is a network namespace. The server places pods on nodes; a node's agent runs
        # them, and keeps the routes to the other nodes' pods. Cluster DNS is two pods behind the
        # Service kube-system/kube-dns.
        name: lab
        wire:
          subnets: [192.168.50.0/24, "fd00:50::/64"]
        cluster:
          domain: cluster.local
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/48"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          server: {host: control}
          dns: {addresses: [10.96.0.10, "fd00:10:96::a"], replicas: 2}
          # A lab's user doesn't wait: nodes say once a second that they are there, and count as
          # gone after four seconds of silence.
          heartbeat: 1s
          nodeGrace: 4s
        nodes:
          - name: node-1
            addresses: [192.168.50.11, "fd00:50::11"]
          - name: node-2
            addresses: [192.168.50.12, "fd00:50::12"]
          - name: node-3
            addresses: [192.168.50.13, "fd00:50::13"]
        hosts:
          - name: control
            addresses: [192.168.50.10, "fd00:50::10"]
          - name: outside
            addresses: [192.168.50.100, "fd00:50::100"]

        """#

    /// `netlab/manifests/web.yaml`
    package static let manifests = #"""
        #   client (node-1) ──▶ Service web ──┬──▶ web-…-a
        #                                     ├──▶ web-…-b     three pods of the Deployment web,
        #   outside ──▶ any node:30080 ───────┴──▶ web-…-c     spread over the nodes
        #
        #   Service nobody ──▶ no pod
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 5
              topologySpreadConstraints:
                - maxSkew: 1
                  topologyKey: kubernetes.io/hostname
                  whenUnsatisfiable: ScheduleAnyway
                  labelSelector: {matchLabels: {app: web}}
              # Pods of a node that is gone are replaced after two seconds instead of five minutes.
              tolerations:
                - key: node.kubernetes.io/not-ready
                  operator: Exists
                  effect: NoExecute
                  tolerationSeconds: 2
                - key: node.kubernetes.io/unreachable
                  operator: Exists
                  effect: NoExecute
                  tolerationSeconds: 2
              containers:
                - name: web
                  image: netlab.martlet.dev/responder
                  args: [80/tcp]
                  env:
                    - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: NODE_NAME, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                  ports: [{name: http, containerPort: 80}]
                  readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                  # Nodes hear of its end a moment after it: it serves until they have.
                  lifecycle: {preStop: {sleep: {seconds: 1}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          ipFamilyPolicy: PreferDualStack
          clusterIP: 10.96.0.80
          clusterIPs: [10.96.0.80, "fd00:10:96::80"]
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: http, nodePort: 30080}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: nobody}
        spec:
          clusterIP: 10.96.0.81
          selector: {app: nobody}
          ports: [{name: http, port: 80, targetPort: 80}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          nodeSelector: {kubernetes.io/hostname: node-1}
          terminationGracePeriodSeconds: 1
          containers:
            - {name: shell, image: netlab.martlet.dev/tools, command: [sleep, infinity]}

        """#
}

extension Topology {
    package static func builtIn() throws -> Topology {
        try Topology(LabFile(path: builtInName, bytes: Array(BuiltIn.topology.utf8)))
    }

    /// Whether it is no file's.
    var isBuiltIn: Bool { file == Self.builtInName }

    private static let builtInName = "built-in topology"
}
