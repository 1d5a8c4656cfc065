import KubernetesAPI
import LinuxSystem

/// A lab that is up, as the process sees it that brought it up.
///
/// One thread uses it. What other processes need to know of it is in its folder.
final class Lab {
    let plan: LabPlan
    let console: Console
    let interruption: Interruption
    let programs: LabPrograms
    /// `CNI_PATH`
    let pluginFolders: [String]
    /// The cluster as it is now.
    private(set) var cluster: Cluster
    private(set) var state: LabState

    init(
        _ plan: LabPlan, programs: LabPrograms, pluginFolders: [String], console: Console,
        interruption: Interruption
    ) {
        self.plan = plan
        self.console = console
        self.interruption = interruption
        self.programs = programs
        self.pluginFolders = pluginFolders
        cluster = plan.cluster
        state = LabState(
            name: plan.name.description, topology: plan.topology.file, programs: programs.folders)
    }

    /// Changes the state and writes it.
    func record(_ change: (inout LabState) -> Void) throws {
        change(&state)
        try state.write(plan.paths)
    }

    /// Changes what the next `publish` writes of a pod.
    func update(_ key: PodKey, _ change: (inout Pod) -> Void) { cluster.update(key, change) }

    /// The lab's API server, once it answers.
    var server: LabServer?

    /// Changes the cluster and publishes its objects: to the API server, which has acknowledged
    /// them when this returns, or as one file.
    func publish(_ change: (inout Cluster) -> Void = { _ in }) throws {
        change(&cluster)
        if let server {
            // EndpointSlices name their Service and pods by the ids that the server gave.
            for (key, uid) in try server.publish(cluster.objects.filter { !$0.isSlice }) {
                cluster.identify(key, as: uid)
            }
            _ = try server.publish(cluster.objects.filter(\.isSlice), ofSlices: true)
            return
        }
        try during("write \(plan.paths.cluster)") {
            try Files.writeAtomically(plan.paths.cluster, cluster.json.serialized(pretty: true))
        }
    }

    func machine(_ name: String) throws -> MachinePlan {
        guard let machine = plan.machines.first(where: { $0.name == name }) else {
            throw LabError("the lab has no machine \"\(name)\"")
        }
        return machine
    }

    func networkRuntime(of node: MachinePlan) -> NetworkRuntime {
        NetworkRuntime(
            searchPath: pluginFolders, nodeNamespace: node.namespace,
            resultsFolder: plan.paths.networkResults(node.name), log: plan.paths.log("cni"))
    }

    /// Polls until something is so.
    func wait(
        for what: String, within limit: Duration, _ isSo: () throws -> Bool
    ) throws {
        let deadline = Deadline(after: limit)
        while try !isSo() {
            try interruption.check()
            guard !deadline.isOver else {
                throw LabError("waited \(limit.milliseconds) ms for \(what)")
            }
            MonotonicClock.sleep(.milliseconds(2))
        }
    }
}
