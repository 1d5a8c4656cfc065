import JSON
import LinuxSystem
import NetworkAddress

/// Brings a lab up. When a step fails, what was made is taken down again.
struct LabAssembly {
    let plan: LabPlan
    let folders: ProgramFolders
    let console: Console
    let interruption: Interruption

    /// How long a program, a node or a pod may take to be there.
    private static let patience = Duration.seconds(60)

    func up() throws -> Lab {
        guard CurrentProcess.userID == 0 else {
            throw LabError("a lab makes network namespaces; run netlab as root")
        }
        for program in ["martlet", "martlet-shim", "martlet-cni", "svcproxy", "clusterdns"] {
            _ = try folders.path(of: program)
        }
        for file in plan.manifests where !Files.exists(file) {
            throw LabError("there is no file or folder \(file)")
        }
        try during("make \(plan.paths.folder)") { try Files.createDirectories(plan.paths.root) }
        let lock = try LabLock(creating: plan.paths, lab: plan.name)
        defer { lock.release() }
        do {
            return try make()
        } catch {
            console.progress("taking lab \(plan.name) down again")
            let left = LabDismantling(name: plan.name, paths: plan.paths).takeDown()
            console.clear()
            for problem in left { console.warn("while taking down: \(problem)") }
            throw error
        }
    }

    private func make() throws -> Lab {
        try makeFolders()
        let lab = Lab(plan, folders: folders, console: console, interruption: interruption)
        try lab.record { _ in }
        try step("the switch")
        try LabWire(plan: plan).makeSwitch()
        for machine in plan.machines {
            try step(machine.name)
            try LabWire(plan: plan).make(machine)
            try lab.record { state in
                state.machines.append(
                    LabState.MachineState(
                        name: machine.name, isNode: machine.isNode, namespace: machine.namespace,
                        addresses: machine.addresses.map(\.description)))
            }
        }
        try startServer(lab)
        for node in plan.nodes {
            try step("the programs of \(node.name)")
            try LabNode(lab, node).writeIdentity()
            try LabNode(lab, node).start()
        }
        try waitForNodes(lab)
        try apply(lab)
        try waitForPods(lab)
        try waitForNames(lab)
        try lab.record { $0.isComplete = true }
        console.clear()
        return lab
    }

    private func step(_ what: String) throws {
        try interruption.check()
        console.progress(what)
    }

    private func makeFolders() throws {
        try during("make the lab's folder") {
            try Files.createDirectories(plan.paths.logs)
            try Files.createDirectories(plan.paths.images)
            let topology =
                plan.topology.isBuiltIn
                ? Array(BuiltIn.topology.utf8) : try Files.read(plan.topology.file)
            try Files.writeAtomically(plan.paths.topology, topology)
            for node in plan.nodes {
                try Files.createDirectories(plan.paths.networkConfiguration(node.name))
                try Files.createDirectories(plan.paths.agent(node.name))
            }
            for (name, image) in LabImages.files(folders) {
                let file = "\(plan.paths.images)/\(name.replacing("/", with: "%2F"))"
                try Files.writeAtomically(file, image.serialized(pretty: true))
            }
        }
    }

    private func startServer(_ lab: Lab) throws {
        let host = try lab.machine(plan.topology.server.host)
        try step("martlet server on \(host.name)")
        try lab.start("server", on: host, try folders.path(of: "martlet"), plan.serverArguments)
        let kubeconfig = plan.paths.kubeconfig
        try lab.wait(for: kubeconfig, within: Self.patience) {
            try lab.checkPrograms()
            return Files.exists(kubeconfig)
        }
        try lab.wait(for: "the API server at \(plan.topology.server.url)", within: Self.patience) {
            try lab.checkPrograms()
            return try lab.client.isReady
        }
    }

    /// Nodes are there when they say so, and when hosts beside the cluster know the way to their
    /// pods.
    private func waitForNodes(_ lab: Lab) throws {
        try step("the nodes to be ready")
        try lab.wait(for: "all nodes to be ready", within: Self.patience) {
            try lab.checkPrograms()
            let nodes = try lab.client.list("/api/v1/nodes")
            return nodes.count == plan.nodes.count
                && nodes.allSatisfy { ObjectReading.condition("Ready", of: $0) }
        }
        for node in try lab.client.list("/api/v1/nodes") {
            let name = ObjectReading.name(of: node)
            let ranges = (node["spec"]?["podCIDRs"]?.array ?? []).compactMap {
                $0.string.flatMap { IPPrefix($0) }
            }
            let target = try lab.machine(name)
            for host in plan.machines where !host.isNode {
                try LabWire(plan: plan).add(host.routes(to: target, ranges: ranges), to: host)
            }
        }
    }

    private func apply(_ lab: Lab) throws {
        let tool = ClusterTool(lab)
        var files = plan.manifests
        if let dns = plan.topology.dns {
            let text = DNSManifest(dns, domain: plan.topology.domain).text
            try Files.writeAtomically(plan.paths.dnsManifest, Array(text.utf8))
            files.insert(plan.paths.dnsManifest, at: 0)
        }
        if plan.hasExamples {
            let file = plan.paths.folder + "/examples.yaml"
            try Files.writeAtomically(file, Array(BuiltIn.manifests.utf8))
            files.append(file)
        }
        guard !files.isEmpty else { return }
        try step("the objects")
        // The default service account comes with its namespace, a moment later.
        try lab.wait(for: "the default service account", within: Self.patience) {
            try lab.client.find("/api/v1/namespaces/default/serviceaccounts/default") != nil
        }
        _ = try tool.apply(files)
    }

    private func waitForPods(_ lab: Lab) throws {
        try lab.wait(for: "the pods to be ready", within: Self.patience, pause: .milliseconds(20)) {
            try lab.checkPrograms()
            let waiting = try ClusterProgress.unfinished(lab.client)
            console.progress("waiting for \(waiting.joined(separator: ", "))")
            return waiting.isEmpty
        }
    }

    /// The DNS server answers through its Service on each node: then svcproxy has read the objects,
    /// told the kernel, and the packets find their way.
    private func waitForNames(_ lab: Lab) throws {
        guard let address = plan.topology.dns?.addresses.first, plan.topology.hasProxy else {
            return
        }
        let target = SocketEndpoint(address, 53)
        for node in plan.nodes {
            try step("cluster DNS, from \(node.name)")
            let namespace = try NetworkNamespace(name: node.namespace)
            let what = "cluster DNS at \(target) from \(node.name)"
            try lab.wait(for: what, within: Self.patience) {
                try lab.checkPrograms()
                return try namespace.run { Probe.connects(to: target) }
            }
        }
    }
}
