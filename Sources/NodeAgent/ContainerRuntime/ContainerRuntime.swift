/// What runs a node's pods: containerd through CRI, or processes in namespaces of a lab.
///
/// The words are CRI's. A pod's sandbox is its network and what its containers share; containers
/// live in it. Everything is found again after the agent restarts: the runtime is the memory.
/// Removing and stopping what is gone already succeeds.
public protocol ContainerRuntime: Sendable {
    /// Name and version, as a node's `status.nodeInfo.containerRuntimeVersion` has it:
    /// `containerd://1.6.20`.
    var version: String { get async throws(RuntimeError) }

    /// Whether it and its network are ready, and if not, why.
    func readiness() async throws(RuntimeError) -> RuntimeReadiness

    /// Makes a pod's sandbox with its network (the CNI plugin is called), and starts it.
    /// - Returns: its id. When it throws, nothing is left behind that a later look doesn't show.
    func runSandbox(_ sandbox: SandboxConfiguration) async throws(RuntimeError) -> String

    /// Stops what runs in a sandbox and takes its network away (the plugin is called).
    func stopSandbox(_ id: String) async throws(RuntimeError)

    /// Removes a stopped sandbox with all its containers.
    func removeSandbox(_ id: String) async throws(RuntimeError)

    /// All sandboxes of this node.
    func sandboxes() async throws(RuntimeError) -> [SandboxState]

    /// Makes a container in a sandbox; it does not run yet.
    func createContainer(
        _ container: ContainerConfiguration, in sandbox: SandboxReference
    ) async throws(RuntimeError) -> String

    /// Starts a container.
    func startContainer(_ id: String) async throws(RuntimeError)

    /// Ends a container: its stop signal, and SIGKILL after the grace, in seconds.
    func stopContainer(_ id: String, grace: Int) async throws(RuntimeError)

    /// Removes a container that has ended.
    func removeContainer(_ id: String) async throws(RuntimeError)

    /// All containers of this node.
    func containers() async throws(RuntimeError) -> [ContainerState]

    /// Runs a command in a container and waits for its end.
    /// - Throws: also when it takes longer than `timeout`; the command is killed then.
    func exec(
        _ command: [String], in container: String, timeout: Duration
    ) async throws(RuntimeError) -> CommandResult

    /// Starts a command in a container, or attaches to its own process, with streams to it.
    func openCommand(_ request: CommandRequest) async throws(RuntimeError) -> OpenedCommand

    /// Opens a connection to a port of 127.0.0.1 in a sandbox's network.
    /// - Returns: a connected socket's descriptor number, which the caller owns.
    func connect(toPort port: UInt16, of sandbox: String) async throws(RuntimeError) -> Int32

    /// Whether an image is here: its id; nil when it isn't.
    func image(_ name: String) async throws(RuntimeError) -> ImageState?

    /// Fetches an image.
    func pullImage(_ name: String) async throws(RuntimeError) -> ImageState

    /// The images that are here.
    func images() async throws(RuntimeError) -> [ImageState]

    /// Tells of sandboxes and containers whose state may have changed. Level-triggered: an element
    /// says only *look again*; a runtime that can't tell looks itself, about once a second.
    func changes() -> AsyncStream<Void>
}
