import LinuxSystem

/// A node's programs: who they are, how they start and end.
struct LabNode {
    let lab: Lab
    let node: MachinePlan

    init(_ lab: Lab, _ node: MachinePlan) {
        self.lab = lab
        self.node = node
    }

    /// Writes the kubeconfigs of the node's programs, signed by the cluster's authority.
    func writeIdentity() throws {
        let path = lab.plan.paths.kubeconfig(of: node.name)
        try write(path, user: "system:node:\(node.name)", group: "system:nodes")
        try write(path + ".proxy", user: "system:kube-proxy", group: "system:node-proxier")
    }

    private func write(_ path: String, user: String, group: String) throws {
        let launch = Launch(
            try lab.folders.path(of: "martlet"),
            [
                "kubeconfig", "--data-dir", lab.plan.paths.server, "--server",
                lab.plan.topology.server.url, "--user", user, "--group", group,
            ])
        let outcome = try launch.run(
            input: [], limit: .seconds(30), diagnostics: lab.plan.paths.log("kubeconfig"))
        guard outcome.status == 0 else {
            throw LabError(outcome.diagnostics, at: "martlet kubeconfig for \(user)")
        }
        try Files.writeAtomically(path, outcome.output, mode: 0o600)
    }

    /// Starts the agent and the proxy.
    func start() throws {
        try lab.start(
            "agent", on: node, try lab.folders.path(of: "martlet"),
            lab.plan.agentArguments(of: node))
        guard lab.plan.topology.hasProxy else { return }
        try lab.start(
            "svcproxy", on: node, try lab.folders.path(of: "svcproxy"),
            lab.plan.proxyArguments(of: node))
    }
}
