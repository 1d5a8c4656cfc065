import LinuxSystem
import NetworkAddress

/// Brings a lab up. When a step fails, what was made is taken down again.
struct LabAssembly {
    let plan: LabPlan
    let folders: ProgramFolders
    let console: Console
    let interruption: Interruption

    func up() throws -> Lab {
        guard CurrentProcess.userID == 0 else {
            throw LabError("a lab makes network namespaces; run netlab as root")
        }
        let programs = try LabPrograms(folders, for: plan.topology)
        try during("make \(plan.paths.folder)") { try Files.createDirectories(plan.paths.root) }
        let lock = try LabLock(creating: plan.paths, lab: plan.name)
        defer { lock.release() }
        do {
            return try make(programs)
        } catch {
            console.progress("taking lab \(plan.name) down again")
            let left = LabDismantling(name: plan.name, paths: plan.paths).takeDown()
            console.clear()
            for problem in left { console.warn("while taking down: \(problem)") }
            throw error
        }
    }

    private func make(_ programs: LabPrograms) throws -> Lab {
        try makeFolders()
        let lab = Lab(
            plan, programs: programs, pluginFolders: try programs.preparePlugins(plan.paths),
            console: console, interruption: interruption)
        try lab.record { _ in }
        try step("the switch")
        try LabWire(plan: plan).makeSwitch()
        for machine in plan.machines {
            try step(machine.name)
            try LabWire(plan: plan).make(machine)
            try lab.record { state in
                let entry = LabState.NodeState(
                    name: machine.name, namespace: machine.namespace,
                    addresses: machine.addresses.map(\.description), processes: [])
                if machine.isNode { state.nodes.append(entry) } else { state.hosts.append(entry) }
            }
        }
        if let server = plan.topology.apiServer { try startServer(server, lab) }
        try lab.publish()
        for node in plan.nodes { try startProxy(node, lab) }
        for pod in plan.cluster.pods {
            try step("pod \(pod.labKey)")
            try lab.start(pod)
        }
        for pod in plan.cluster.pods {
            try step("pod \(pod.labKey) to be ready")
            try lab.waitUntilReady(pod.labKey)
        }
        try lab.publish()
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
            for node in plan.nodes {
                let folder = plan.paths.networkConfiguration(node.name)
                try Files.createDirectories(folder)
                try Files.createDirectories(plan.paths.addressPools(node.name))
                try Files.createDirectories(plan.paths.networkResults(node.name))
                let network = plan.network(of: node).configuration
                try Files.writeAtomically(
                    "\(folder)/\(NodeNetwork.fileName)", network.serialized(pretty: true))
            }
        }
    }

    private func startServer(_ server: Topology.APIServer, _ lab: Lab) throws {
        guard let program = lab.programs.server else { return }
        try step("the API server on \(server.host)")
        let host = try lab.machine(server.host)
        var launch = Launch(program, plan.serverArguments(server))
        launch.environment = ["PATH": Launch.machinePath, "SWIFT_BACKTRACE": "enable=no"]
        launch.namespace = host.namespace
        let log = plan.paths.log("apiserver")
        let process = try during("start the API server on \(server.host)") {
            try launch.start(named: "apiserver", log: log)
        }
        try lab.record { state in
            guard let index = state.hosts.firstIndex(where: { $0.name == server.host }) else {
                return
            }
            state.hosts[index].processes.append(process)
        }
        let kubeconfig = plan.paths.kubeconfig
        func check() throws {
            guard process.isRunning else {
                throw LabError("it ended: \(LogFile.lastLine(log))", at: "the API server")
            }
        }
        try lab.wait(for: kubeconfig, within: .seconds(20)) {
            try check()
            return Files.exists(kubeconfig)
        }
        let connected = try LabServer(
            kubeconfig: kubeconfig, url: server.url,
            in: NetworkNamespace(name: host.namespace))
        try lab.wait(for: "the API server at \(server.url)", within: .seconds(20)) {
            try check()
            return connected.isReady
        }
        lab.server = connected
    }

    private func startProxy(_ node: MachinePlan, _ lab: Lab) throws {
        guard let program = lab.programs.proxy else { return }
        try step("svcproxy on \(node.name)")
        var launch = Launch(program, plan.proxyArguments(of: node))
        launch.environment = ["PATH": Launch.machinePath, "SWIFT_BACKTRACE": "enable=no"]
        launch.namespace = node.namespace
        let process = try during("start svcproxy on \(node.name)") {
            try launch.start(named: "svcproxy", log: plan.paths.log("svcproxy.\(node.name)"))
        }
        try lab.record { state in
            guard let index = state.nodes.firstIndex(where: { $0.name == node.name }) else {
                return
            }
            state.nodes[index].processes.append(process)
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
            try lab.wait(for: what, within: .seconds(20)) {
                try checkProxies(lab, node.name, plan.paths.log("svcproxy.\(node.name)"))
                return try namespace.run { Probe.connects(to: target) }
            }
        }
    }

    private func checkProxies(_ lab: Lab, _ node: String, _ log: String) throws {
        let processes = lab.state.nodes.first { $0.name == node }?.processes ?? []
        for process in processes where !process.isRunning {
            throw LabError("it ended: \(LogFile.lastLine(log))", at: "\(process.name) on \(node)")
        }
    }
}
