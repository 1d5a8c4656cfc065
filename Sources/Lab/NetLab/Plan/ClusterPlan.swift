import KubernetesAPI
import NetworkAddress

/// Makes the cluster from the topology and the manifests: what an API server, a scheduler and an
/// administrator would have done, in one pure step.
struct ClusterPlan {
    let topology: Topology
    let manifests: [Manifest]

    /// Where the lab's own pods and Services live.
    static let systemNamespace = "kube-system"
    /// The DNS server's pod.
    static let dnsPod = PodKey(namespace: systemNamespace, name: "clusterdns")
    static let dnsLabels = ["k8s-app": "kube-dns"]

    func cluster() throws -> Cluster {
        let all = manifests + systemManifests
        try refuseTwins(all)
        var cluster = Cluster(
            nodes: try nodes(), namespaces: [],
            services: try ServiceAllocation.complete(all, ranges: topology.serviceCIDRs),
            pods: try PodPlacement(nodes: topology.nodes.map(\.name)).place(all),
            writtenSlices: [], serviceCIDRs: serviceCIDRs())
        for manifest in all {
            switch manifest.object {
            case .endpointSlice(let slice): cluster.writtenSlices.append(slice)
            case .namespace(let namespace): cluster.namespaces.append(namespace)
            case .serviceCIDR:
                throw manifest.error("spec", "the topology's serviceCIDRs say this")
            case .other: throw manifest.error("kind", "a lab has no use for it")
            case .service, .pod, .node: break
            }
        }
        cluster.namespaces += try missingNamespaces(cluster, all)
        return cluster
    }

    /// One object may come from two files; which one counts would be a guess.
    private func refuseTwins(_ manifests: [Manifest]) throws {
        var origins: [ObjectKey: String] = [:]
        for manifest in manifests {
            if let other = origins.updateValue(manifest.origin, forKey: manifest.object.key) {
                throw manifest.error("metadata.name", "it is also in \(other)")
            }
        }
    }

    /// The topology's nodes, with labels, taints and annotations from a manifest of that name.
    private func nodes() throws -> [Node] {
        var written: [String: Manifest] = [:]
        for manifest in manifests {
            guard case .node(let node) = manifest.object else { continue }
            guard topology.nodes.contains(where: { $0.name == node.metadata.name }) else {
                throw manifest.error("metadata.name", "\(topology.file) has no such node")
            }
            written[node.metadata.name] = manifest
        }
        return topology.nodes.map { machine in
            var node = Node(metadata: ObjectMeta(name: machine.name))
            if case .node(let given)? = written[machine.name]?.object { node = given }
            node.metadata.labels["kubernetes.io/hostname"] = machine.name
            node.podCIDRs = machine.podCIDRs.map(\.description)
            node.addresses = machine.addresses.map {
                NodeAddress(type: "InternalIP", address: $0.description)
            }
            node.addresses.append(NodeAddress(type: "Hostname", address: machine.name))
            return node
        }
    }

    private func serviceCIDRs() -> [ServiceCIDR] {
        guard !topology.serviceCIDRs.isEmpty else { return [] }
        return [
            ServiceCIDR(
                metadata: ObjectMeta(name: "kubernetes"),
                cidrs: topology.serviceCIDRs.map(\.description))
        ]
    }

    /// `default` and `kube-system` are there without being written; other namespaces are not.
    private func missingNamespaces(_ cluster: Cluster, _ all: [Manifest]) throws -> [Namespace] {
        var known = Set(cluster.namespaces.map(\.metadata.name))
        var missing: [Namespace] = []
        for name in ["default", Self.systemNamespace] where known.insert(name).inserted {
            missing.append(Namespace(metadata: ObjectMeta(name: name)))
        }
        for manifest in all where manifest.object.key.kind.isNamespaced {
            let namespace = manifest.object.key.namespace
            if !known.contains(namespace) {
                throw manifest.error(
                    "metadata.namespace", "no manifest has the Namespace \"\(namespace)\"")
            }
        }
        return missing
    }

    /// The DNS server and its Service, as ordinary objects.
    private var systemManifests: [Manifest] {
        guard let dns = topology.dns else { return [] }
        let names = ["dns", "dns-tcp"]
        let protocols: [PortProtocol] = [.udp, .tcp]
        var containers = dns.addresses.map {
            Container(
                name: $0.family.dnsContainer, image: "clusterdns", command: ["clusterdns"])
        }
        containers[0].ports = zip(names, protocols).map {
            ContainerPort(name: $0, containerPort: 53, protocol: $1)
        }
        var pod = Pod(
            metadata: ObjectMeta(
                name: Self.dnsPod.name, namespace: Self.dnsPod.namespace, labels: Self.dnsLabels),
            spec: PodSpec(nodeName: dns.node, containers: containers))
        pod.spec.dnsPolicy = .default
        var spec = ServiceSpec(
            clusterIPs: dns.addresses.map(\.description),
            ports: zip(names, protocols).map {
                ServicePort(name: $0, protocol: $1, port: 53, targetPort: .name($0))
            }, selector: Self.dnsLabels)
        spec.ipFamilies = dns.addresses.map(\.family.kubernetes)
        if spec.ipFamilies.count > 1 { spec.ipFamilyPolicy = .requireDualStack }
        let service = Service(
            metadata: ObjectMeta(name: "kube-dns", namespace: Self.systemNamespace), spec: spec)
        return [.pod(pod), .service(service)].map {
            Manifest(object: $0, origin: "\(topology.file), cluster.dns")
        }
    }
}
