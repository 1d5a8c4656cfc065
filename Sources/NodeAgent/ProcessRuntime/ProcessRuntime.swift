import ContainerRuntime
import ContainerShim
import LinuxSystem
import Logging
import Synchronization

/// Runs pods as processes of this machine: a pod is a network namespace, a container a command in
/// namespaces of mounts and processes, with the machine's own files under a layer of its own.
///
/// Everything is in files below one folder, and each container has a shim of its own, so that
/// nothing ends with the agent and all is found again.
public final class ProcessRuntime: ContainerRuntime {
    /// Where things are.
    public struct Options: Sendable {
        /// What this runtime keeps: sandboxes, containers, their ends.
        public var root: String
        /// The files of images, one an image; nil: there is only `host`.
        public var images: String?
        /// Where network configurations are. As of every runtime.
        public var networkConfigurationFolder = "/etc/cni/net.d"
        /// Where network plugins are, the first one first.
        public var networkPluginFolders = ["/opt/cni/bin"]
        /// The program martlet-shim.
        public var shim: String
        /// Where namespaces are mounted, a file each; nil: in `root`.
        public var namespaceFolder: String?

        /// The file of the node's network namespace; nil for the one the agent runs in.
        public var nodeNamespace: String?

        public init(root: String, shim: String) {
            self.root = root
            self.shim = shim
        }
    }

    let options: Options
    let folders: RuntimeFolders
    let images: ImageFolder
    let plugins: NetworkPlugins
    let logger: Logger
    let state: Mutex<RuntimeState>
    let watcher: RuntimeWatcher
    private let saidLimits = Atomic(false)

    /// Finds again what an earlier run left below the root.
    public init(_ options: Options, logger: Logger = Logger(label: "process")) throws {
        // Writing to a command that has just ended must not end the agent.
        try ProcessSignals.ignore(.brokenPipe)
        self.options = options
        self.logger = logger
        folders = RuntimeFolders(
            root: options.root,
            namespaces: options.namespaceFolder ?? "\(options.root)/netns")
        images = ImageFolder(path: options.images)
        plugins = NetworkPlugins(
            configurationFolder: options.networkConfigurationFolder,
            pluginFolders: options.networkPluginFolders, nodeNamespace: options.nodeNamespace)
        try folders.prepare()
        let found = try RuntimeState(reading: folders)
        watcher = try RuntimeWatcher(exits: folders.exits)
        state = Mutex(found)
        for record in found.containers.values { watch(record) }
    }

    deinit { watcher.stop() }

    public var version: String { "process://1.0" }

    public func readiness() async throws(RuntimeError) -> RuntimeReadiness {
        guard Files.exists(options.shim) else {
            return RuntimeReadiness(
                isReady: false, reason: "there is no program \(options.shim)",
                isNetworkReady: false)
        }
        do {
            _ = try plugins.list()
            return RuntimeReadiness(isReady: true, isNetworkReady: true)
        } catch {
            return RuntimeReadiness(
                isReady: true, isNetworkReady: false,
                networkReason: "cni plugin not initialized: \(error)")
        }
    }

    public func changes() -> AsyncStream<Void> { watcher.changes() }

    /// Tells when a running container's shim is killed: such a one writes no end.
    func watch(_ record: ContainerRecord) {
        guard record.exit == nil, let process = folders.container(record.id).readProcess(),
            process.monitor.isRunning
        else { return }
        watcher.follow(process.monitor.pid)
    }

    /// Says once that what a container asks for is not held here.
    func sayLimitsAreIgnored() {
        let (isFirst, _) = saidLimits.compareExchange(
            expected: false, desired: true, ordering: .relaxed)
        if isFirst {
            logger.notice("limits of memory and processor are not held by the process runtime")
        }
    }
}
