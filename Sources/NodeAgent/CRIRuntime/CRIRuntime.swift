import CRIProtocol
import ContainerRuntime
import LinuxSystem
import Logging

/// A node's containers through the Container Runtime Interface, version v1: containerd, CRI-O.
///
/// What must be is planned in `PodSandboxConfig+Plan` and `ContainerConfig+Plan`; what is there is
/// read by `RuntimeInventory`; here is which call does what.
public final class CRIRuntime: ContainerRuntime {
    /// What a node sets once for all its pods.
    public struct Options: Sendable, Hashable {
        /// The cgroup that pods are put into; empty leaves it to the runtime.
        public var cgroupParent = ""
        /// How long a call may take that has no longer wait of its own.
        public var requestTimeout = Duration.seconds(120)
        /// How often to look for changes that nothing told of.
        public var inspectionInterval = Duration.seconds(1)

        public init() {}
    }

    let connection: CRIConnection
    let inventory: RuntimeInventory
    let options: Options
    private let watch: RuntimeWatch

    /// Nothing is connected yet: a runtime that isn't there fails the calls with `unavailable`,
    /// and is found as soon as it answers.
    ///
    /// - Parameter endpoint: `unix:///run/containerd/containerd.sock`, or the path alone.
    public init(
        endpoint: String, options: Options = Options(), logger: Logger
    ) throws(RuntimeError) {
        connection = try CRIConnection(endpoint: endpoint, timeout: options.requestTimeout)
        inventory = RuntimeInventory(connection: connection)
        watch = RuntimeWatch(
            connection: connection, inventory: inventory, interval: options.inspectionInterval,
            logger: logger)
        self.options = options
    }

    public var version: String {
        get async throws(RuntimeError) {
            let answer = try await connection.version()
            return "\(answer.runtimeName)://\(answer.runtimeVersion)"
        }
    }

    public func readiness() async throws(RuntimeError) -> RuntimeReadiness {
        let status: CRIStatusResponse = try await connection.runtime("Status", CRIStatusRequest())
        return RuntimeReadiness(status.status)
    }

    public func changes() -> AsyncStream<Void> { watch.subscribe() }
}

// Sandboxes.
extension CRIRuntime {
    public func runSandbox(_ sandbox: SandboxConfiguration) async throws(RuntimeError) -> String {
        try makeDirectory(sandbox.logDirectory)
        var request = CRIRunPodSandboxRequest()
        request.config = CRIPodSandboxConfig(sandbox, cgroupParent: options.cgroupParent)
        request.runtimeHandler = sandbox.runtimeHandler
        // The plugin has its own time within: as long again as any other call.
        let answer: CRIRunPodSandboxResponse = try await connection.runtime(
            "RunPodSandbox", request, timeout: options.requestTimeout * 2)
        return answer.podSandboxID
    }

    public func stopSandbox(_ id: String) async throws(RuntimeError) {
        var request = CRIStopPodSandboxRequest()
        request.podSandboxID = id
        try await unlessGone {
            () async throws(RuntimeError) -> CRIStopPodSandboxResponse in
            try await connection.runtime("StopPodSandbox", request)
        }
    }

    public func removeSandbox(_ id: String) async throws(RuntimeError) {
        var request = CRIRemovePodSandboxRequest()
        request.podSandboxID = id
        try await unlessGone {
            () async throws(RuntimeError) -> CRIRemovePodSandboxResponse in
            try await connection.runtime("RemovePodSandbox", request)
        }
    }

    public func sandboxes() async throws(RuntimeError) -> [SandboxState] {
        try await inventory.sandboxes()
    }

    public func connect(
        toPort port: UInt16, of sandbox: String
    ) async throws(RuntimeError) -> Int32 {
        try await network(of: sandbox).connect(toPort: port)
    }

    /// Where a sandbox's network is.
    package func network(of sandbox: String) async throws(RuntimeError) -> SandboxNetwork {
        var request = CRIPodSandboxStatusRequest()
        request.podSandboxID = sandbox
        request.verbose = true
        let answer: CRIPodSandboxStatusResponse = try await connection.runtime(
            "PodSandboxStatus", request)
        return try SandboxNetwork(answer)
    }
}

// Containers.
extension CRIRuntime {
    public func createContainer(
        _ container: ContainerConfiguration, in sandbox: SandboxReference
    ) async throws(RuntimeError) -> String {
        let log = sandbox.configuration.logDirectory + "/" + container.logPath
        try makeDirectory(Files.directory(of: log))
        var request = CRICreateContainerRequest()
        request.podSandboxID = sandbox.id
        request.config = CRIContainerConfig(container, in: sandbox.configuration)
        if container.security.group != nil, container.security.user == nil {
            // The interface takes a group only together with a user: then the image's own.
            let user = try await image(container.image)?.user ?? 0
            request.config.linux.securityContext.runAsUser.value = Int64(user)
        }
        request.sandboxConfig = CRIPodSandboxConfig(
            sandbox.configuration, cgroupParent: options.cgroupParent)
        let answer: CRICreateContainerResponse = try await connection.runtime(
            "CreateContainer", request)
        return answer.containerID
    }

    public func startContainer(_ id: String) async throws(RuntimeError) {
        var request = CRIStartContainerRequest()
        request.containerID = id
        let _: CRIStartContainerResponse = try await connection.runtime("StartContainer", request)
    }

    public func stopContainer(_ id: String, grace: Int) async throws(RuntimeError) {
        var request = CRIStopContainerRequest()
        request.containerID = id
        request.timeout = Int64(max(0, grace))
        let timeout = options.requestTimeout + .seconds(max(0, grace))
        try await unlessGone {
            () async throws(RuntimeError) -> CRIStopContainerResponse in
            try await connection.runtime("StopContainer", request, timeout: timeout)
        }
    }

    public func removeContainer(_ id: String) async throws(RuntimeError) {
        var request = CRIRemoveContainerRequest()
        request.containerID = id
        try await unlessGone {
            () async throws(RuntimeError) -> CRIRemoveContainerResponse in
            try await connection.runtime("RemoveContainer", request)
        }
    }

    public func containers() async throws(RuntimeError) -> [ContainerState] {
        try await inventory.containers()
    }
}

// Commands.
extension CRIRuntime {
    public func exec(
        _ command: [String], in container: String, timeout: Duration
    ) async throws(RuntimeError) -> CommandResult {
        var request = CRIExecSyncRequest()
        request.containerID = container
        request.cmd = command
        // Whole seconds; 0 would wait for ever.
        let part = timeout.components.attoseconds > 0 ? 1 : 0
        request.timeout = max(1, timeout.components.seconds + Int64(part))
        let answer: CRIExecSyncResponse = try await connection.runtime(
            "ExecSync", request, timeout: options.requestTimeout + timeout)
        return CommandResult(
            exitCode: Int(answer.exitCode), output: [UInt8](answer.stdout),
            errors: [UInt8](answer.stderr))
    }

    public func openCommand(_ request: CommandRequest) async throws(RuntimeError) -> OpenedCommand {
        if request.command.isEmpty { return .address(try await attach(request)) }
        var message = CRIExecRequest()
        message.containerID = request.container
        message.cmd = request.command
        message.tty = request.hasTerminal
        message.stdin = request.hasInput
        message.stdout = request.hasOutput
        // A terminal has one stream for both, and the interface refuses to be asked for more.
        message.stderr = request.hasErrors && !request.hasTerminal
        let answer: CRIExecResponse = try await connection.runtime("Exec", message)
        return .address(answer.url)
    }

    private func attach(_ request: CommandRequest) async throws(RuntimeError) -> String {
        var message = CRIAttachRequest()
        message.containerID = request.container
        message.tty = request.hasTerminal
        message.stdin = request.hasInput
        message.stdout = request.hasOutput
        message.stderr = request.hasErrors && !request.hasTerminal
        let answer: CRIAttachResponse = try await connection.runtime("Attach", message)
        return answer.url
    }
}

// Images.
extension CRIRuntime {
    public func image(_ name: String) async throws(RuntimeError) -> ImageState? {
        var request = CRIImageStatusRequest()
        request.image.image = name
        let answer: CRIImageStatusResponse = try await connection.images("ImageStatus", request)
        return answer.hasImage ? ImageState(answer.image) : nil
    }

    public func pullImage(_ name: String) async throws(RuntimeError) -> ImageState {
        var request = CRIPullImageRequest()
        request.image.image = name
        do throws(RuntimeError) {
            let answer: CRIPullImageResponse = try await connection.images(
                "PullImage", request, timeout: .seconds(3600))
            if let image = try await image(answer.imageRef) { return image }
        } catch {
            guard error.code == .failed || error.code == .notFound else { throw error }
            throw RuntimeError(.image, error.message)
        }
        throw RuntimeError(.image, "image \"\(name)\" was pulled and is not there")
    }

    public func images() async throws(RuntimeError) -> [ImageState] {
        let answer: CRIListImagesResponse = try await connection.images(
            "ListImages", CRIListImagesRequest())
        return answer.images.map(ImageState.init)
    }
}

extension CRIRuntime {
    /// What is gone already need not be stopped or removed.
    private func unlessGone<Answer>(
        _ body: () async throws(RuntimeError) -> Answer
    ) async throws(RuntimeError) {
        do throws(RuntimeError) {
            _ = try await body()
        } catch {
            guard error.code == .notFound else { throw error }
        }
    }

    private func makeDirectory(_ path: String) throws(RuntimeError) {
        guard !path.isEmpty else { return }
        do {
            try Files.createDirectories(path)
        } catch {
            throw RuntimeError(.failed, "log directory: \(error)")
        }
    }
}
