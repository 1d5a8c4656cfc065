import ContainerRuntime
import KubernetesClient
import LinuxSystem
import ProcessRuntime

/// The pods that a node's runtime has, found on its disk: the agent need not run.
struct NodePods {
    private let paths: LabPaths
    private let node: String
    private let inventory: ProcessInventory

    init(_ paths: LabPaths, _ node: String) {
        self.paths = paths
        self.node = node
        inventory = ProcessInventory(root: paths.runtime(node))
    }

    /// The pods that are there, or half there.
    func present() throws -> [PodKey] {
        try inventory.pods().map { PodKey(namespace: $0.namespace, name: $0.name) }
    }

    /// The folder of a pod's container that runs; nil when none does.
    func container(of key: PodKey) throws -> String? {
        try inventory.pods().filter { $0.namespace == key.namespace && $0.name == key.name }
            .flatMap(\.containers).first
    }

    /// The network namespaces of its pods.
    func namespaces() throws -> [NetworkNamespace] {
        try inventory.namespaces().compactMap { try? NetworkNamespace(path: $0) }
    }

    /// Kills every process of every pod, as a lost power does.
    func cutPower() throws { try inventory.cutPower() }

    /// Ends and removes everything; the node's programs must not run any more.
    /// - Returns: what could not be removed, and why.
    func remove() -> [String] {
        let root = paths.runtime(node)
        guard Files.exists(root) else { return [] }
        do {
            try cutPower()
            var options = ProcessRuntime.Options(root: root, shim: "")
            options.networkConfigurationFolder = paths.networkConfiguration(node)
            options.networkPluginFolders = [paths.plugins(node)]
            let runtime = try ProcessRuntime(options)
            return try Awaited.run {
                var problems: [String] = []
                for sandbox in runtime.sandboxes() {
                    do throws(RuntimeError) {
                        try await runtime.removeSandbox(sandbox.id)
                    } catch {
                        problems.append("\(node): pod \(sandbox.name): \(error)")
                    }
                }
                return problems
            }
        } catch {
            return ["\(node): \(error)"]
        }
    }
}
