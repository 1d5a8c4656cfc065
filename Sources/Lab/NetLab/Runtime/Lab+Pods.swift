import JSON
import KubernetesAPI
import LinuxSystem
import NetworkAddress

/// Starting pods, as a kubelet and its runtime do.
extension Lab {
    /// Gives a pod its namespace, network, files and processes.
    func start(_ pod: Pod) throws {
        let key = pod.labKey
        let node = try machine(pod.spec.nodeName)
        var entry = LabState.PodState(
            key: key, node: node.name,
            namespace: pod.spec.hostNetwork ? nil : plan.names.pod(key),
            containerID: "\(plan.name).\(key.namespace).\(key.name)", addresses: [], processes: [])
        try Files.createDirectories(plan.paths.pod(key))
        let addresses = try attach(pod, entry, to: node)
        entry.addresses = addresses.map(\.description)
        try record { $0.pods.append(entry) }
        try writeFiles(of: pod, addresses)
        for container in containers(of: pod, addresses, on: node) {
            let process = try start(container, of: pod, in: entry.namespace ?? node.namespace)
            try record { state in
                guard let index = state.pods.firstIndex(where: { $0.key == key }) else { return }
                state.pods[index].processes.append(process)
            }
        }
        update(key) { pod in
            pod.metadata.uid = pod.metadata.uid ?? uid(of: key)
            pod.status.phase = .running
            pod.status.podIPs = addresses.map(\.description)
            pod.status.hostIP = node.machine.addresses.first?.description ?? ""
        }
    }

    /// Stable from run to run, and different for each pod.
    private func uid(of key: PodKey) -> String { "\(plan.name).\(key.namespace).\(key.name)" }

    /// The pod's addresses. A pod on its node's network has the node's.
    private func attach(
        _ pod: Pod, _ entry: LabState.PodState, to node: MachinePlan
    ) throws -> [IPAddress] {
        guard let namespace = entry.namespace else { return node.machine.addresses }
        try during("make the namespace of \(entry.key)") {
            _ = try NetworkNamespace.create(name: namespace)
        }
        let runtime = networkRuntime(of: node)
        _ = try runtime.add(NodeNetwork.loopback, attachment(entry, interface: "lo"))
        let result = try runtime.add(
            plan.network(of: node).configuration, attachment(entry, interface: "eth0"))
        let addresses = result.addresses.map(\.address.address)
        guard !addresses.isEmpty else { throw LabError("ADD gave no address", at: "\(entry.key)") }
        return addresses
    }

    func attachment(
        _ entry: LabState.PodState, interface: String
    ) -> NetworkRuntime.Attachment {
        NetworkRuntime.Attachment(
            containerID: entry.containerID,
            namespacePath: entry.namespace.map(NetworkNamespace.path(named:)) ?? "",
            interface: interface, pod: entry.key, uid: uid(of: entry.key))
    }

    private func writeFiles(of pod: Pod, _ addresses: [IPAddress]) throws {
        let folder = plan.paths.pod(pod.labKey)
        let host = (try? Files.readText("/etc/resolv.conf")) ?? ""
        let resolver = ResolverConfiguration(for: pod, in: plan.topology, host: host)
        let hosts = HostsFile.text(for: pod, addresses: addresses, domain: plan.topology.domain)
        for (name, text) in [
            ("resolv.conf", resolver.text), ("hosts", hosts),
            ("hostname", pod.hostNameInPod + "\n"),
        ] {
            try Files.writeAtomically("\(folder)/\(name)", Array(text.utf8))
        }
    }

    /// What stands in for the machine's own files in a pod.
    private func mounts(of pod: Pod) -> [Launch.Mount] {
        let folder = plan.paths.pod(pod.labKey)
        return ["resolv.conf", "hosts", "hostname"].compactMap { name in
            let target = "/etc/\(name)"
            return Files.exists(target)
                ? Launch.Mount(source: "\(folder)/\(name)", target: target) : nil
        }
    }

    private func containers(
        of pod: Pod, _ addresses: [IPAddress], on node: MachinePlan
    ) -> [ContainerPlan] {
        ContainerPlan.all(
            of: pod,
            in: PodSurroundings(
                addresses: addresses, nodeAddress: node.machine.addresses.first,
                netlab: programs.folders.netlab, folder: plan.paths.pod(pod.labKey),
                objectArguments: plan.objectArguments, domain: plan.topology.domain,
                path: programs.searchPath))
    }

    /// Connects to a pod's responders from its node, as a kubelet's readiness probe does. A
    /// bridge's new port carries nothing for up to a second: the kernel tells of links once a
    /// second.
    private func probe(_ pod: Pod, _ entry: LabState.PodState, from node: MachinePlan) throws {
        let containers = pod.spec.containers.filter { $0.command.isEmpty }
        let port = containers.flatMap(\.ports).first { $0.protocol == .tcp }
        guard let port else { return }
        let namespace = try NetworkNamespace(name: node.namespace)
        for address in entry.addresses.compactMap({ IPAddress($0) }) {
            let target = SocketEndpoint(address, Port(rawValue: port.containerPort))
            try wait(for: "\(entry.key) at \(target)", within: .seconds(10)) {
                try namespace.run { Probe.connects(to: target) }
            }
        }
    }

    private func start(
        _ container: ContainerPlan, of pod: Pod, in namespace: String
    ) throws -> LabState.Process {
        let place = "\(pod.labKey): container \(container.name)"
        guard let program = container.command.first,
            let path = Launch.find(program, in: container.environment["PATH"] ?? "")
        else {
            throw LabError("there is no program \"\(container.command.first ?? "")\"", at: place)
        }
        var launch = Launch(path, Array(container.command.dropFirst()))
        launch.environment = container.environment
        launch.namespace = namespace
        launch.folder = container.workingFolder
        launch.mounts = mounts(of: pod)
        launch.hostname = pod.spec.hostNetwork ? nil : pod.hostNameInPod
        return try during("start \(place)") {
            try launch.start(
                named: "\(pod.metadata.name)/\(container.name)",
                log: plan.paths.log("\(pod.labKey.fileName).\(container.name)"))
        }
    }

    /// Waits until every process of a pod runs, and every responder listens; then it is ready.
    func waitUntilReady(_ key: PodKey) throws {
        guard let pod = cluster.pod(key), let entry = state.pod(key) else { return }
        let node = try machine(entry.node)
        let plans = containers(of: pod, entry.addresses.compactMap { IPAddress($0) }, on: node)
        for (container, process) in zip(plans, entry.processes) {
            try wait(for: "\(key): container \(container.name)", within: .seconds(10)) {
                guard process.isRunning else {
                    let log = plan.paths.log("\(key.fileName).\(container.name)")
                    throw LabError("it ended: \(LogFile.lastLine(log))", at: "\(process.name)")
                }
                return container.readyFile.map { Files.exists($0) } ?? true
            }
        }
        try probe(pod, entry, from: node)
        update(key) {
            $0.status.conditions = [PodCondition(type: "Ready", status: "True")]
        }
    }
}
