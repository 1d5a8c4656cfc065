import NetworkAddress

/// The cluster's DNS server as objects: pods on different nodes, behind the Service that every
/// pod's resolver names.
package struct DNSManifest: Sendable {
    let dns: Topology.ClusterDNS
    let domain: String

    /// The objects of a topology's DNS server.
    package init(_ dns: Topology.ClusterDNS, domain: String) {
        self.dns = dns
        self.domain = domain
    }

    /// A text to apply.
    package var text: String { account + server + service }

    /// Who it is, and that it may look.
    private var account: String {
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: clusterdns, namespace: kube-system}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: system:clusterdns}
        rules:
          - apiGroups: [""]
            resources: [services, pods, namespaces, nodes, endpoints]
            verbs: [get, list, watch]
          - apiGroups: [discovery.k8s.io]
            resources: [endpointslices]
            verbs: [get, list, watch]
          - apiGroups: [networking.k8s.io]
            resources: [servicecidrs]
            verbs: [get, list, watch]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: system:clusterdns}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:clusterdns}
        subjects:
          - {kind: ServiceAccount, name: clusterdns, namespace: kube-system}

        """
    }

    private var server: String {
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: clusterdns, namespace: kube-system, labels: {k8s-app: kube-dns}}
        spec:
          replicas: \(dns.replicas)
          selector: {matchLabels: {k8s-app: kube-dns}}
          template:
            metadata: {labels: {k8s-app: kube-dns}}
            spec:
              serviceAccountName: clusterdns
              priorityClassName: system-cluster-critical
              dnsPolicy: Default
              topologySpreadConstraints:
                - maxSkew: 1
                  topologyKey: kubernetes.io/hostname
                  whenUnsatisfiable: ScheduleAnyway
                  labelSelector: {matchLabels: {k8s-app: kube-dns}}
              containers:
                - name: clusterdns
                  image: \(LabImages.clusterDNS)
                  args: [serve, --zone, \(domain), --listen, "[::]:53"]
                  ports:
                    - {name: dns, containerPort: 53, protocol: UDP}
                    - {name: dns-tcp, containerPort: 53, protocol: TCP}
                  readinessProbe: {tcpSocket: {port: dns-tcp}, periodSeconds: 1}

        """
    }

    private var service: String {
        let addresses = dns.addresses.map { "\"\($0)\"" }.joined(separator: ", ")
        let policy = dns.addresses.count > 1 ? "RequireDualStack" : "SingleStack"
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
            spec:
              clusterIP: "\(dns.addresses[0])"
              clusterIPs: [\(addresses)]
              ipFamilyPolicy: \(policy)
              selector: {k8s-app: kube-dns}
              ports:
                - {name: dns, port: 53, protocol: UDP, targetPort: dns}
                - {name: dns-tcp, port: 53, protocol: TCP, targetPort: dns-tcp}

            """
    }
}
