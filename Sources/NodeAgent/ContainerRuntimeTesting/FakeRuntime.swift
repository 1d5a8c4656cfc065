import ContainerRuntime
import NetworkAddress

/// A runtime in memory: containers "run" until a test ends them. It outlives the agents of a test,
/// as a real one does.
public actor FakeRuntime: ContainerRuntime {
    /// What a test may count.
    public struct Counts: Sendable, Hashable {
        public var sandboxesMade = 0
        public var containersStarted = 0
        public var pulls = 0
    }

    public private(set) var counts = Counts()
    /// Containers by id, with what they were made from.
    public private(set) var made: [String: ContainerConfiguration] = [:]
    /// Sandboxes by id, with what they were made from.
    public private(set) var madeSandboxes: [String: SandboxConfiguration] = [:]
    /// How containers were stopped, in order: name and grace.
    public private(set) var stops: [String] = []
    private var sandboxStates: [String: SandboxState] = [:]
    private var containerStates: [String: ContainerState] = [:]
    private var present: Set<String>
    private var missing: Set<String> = []
    private var sandboxFault: String?
    private var commandResults: [String: CommandResult] = [:]
    private var exitCodes: [String: Int] = [:]
    private var lookDelay = Duration.zero
    private var nextID = 1
    private var listeners: [Int: AsyncStream<Void>.Continuation] = [:]

    /// - Parameter images: those that are here; others are fetched, but for those that a test
    ///   takes away.
    public init(images: Set<String> = []) { present = images }

    // MARK: - What tests do

    /// Ends the running container of a name.
    public func end(_ name: String, exitCode: Int, at time: Int64 = 0) {
        for (id, state) in containerStates where state.name == name && state.phase == .running {
            finish(id, exitCode, at: time)
        }
    }

    /// Containers of a name end as soon as they are started.
    public func endAtOnce(_ name: String, exitCode: Int?) { exitCodes[name] = exitCode }

    /// An image that can't be fetched, or can again.
    public func setMissing(_ image: String, _ isMissing: Bool) {
        if isMissing { missing.insert(image) } else { missing.remove(image) }
    }

    /// Why no sandbox can be made; nil: they can.
    public func setSandboxFault(_ message: String?) { sandboxFault = message }

    /// What a command gives; 0 unless it is set.
    public func setResult(of command: [String], _ result: CommandResult) {
        commandResults[command.joined(separator: " ")] = result
    }

    /// How old a look at the containers is when it arrives.
    public func setLookDelay(_ delay: Duration) { lookDelay = delay }

    /// Takes a sandbox's network away, as a reboot does.
    public func breakSandboxes() {
        for id in sandboxStates.keys { sandboxStates[id]?.isReady = false }
        for (id, state) in containerStates where state.phase == .running { finish(id, 255, at: 0) }
    }

    private func finish(_ id: String, _ exitCode: Int, at time: Int64) {
        containerStates[id]?.phase = .exited
        containerStates[id]?.exitCode = exitCode
        containerStates[id]?.reason = exitCode == 0 ? "Completed" : "Error"
        containerStates[id]?.finishedAt = time
        tell()
    }

    private func tell() { for listener in listeners.values { listener.yield() } }

    private func newID(_ prefix: String) -> String {
        defer { nextID += 1 }
        return "\(prefix)-\(nextID)"
    }

    // MARK: - ContainerRuntime

    public var version: String { "fake://1.0" }

    public func readiness() -> RuntimeReadiness {
        RuntimeReadiness(isReady: true, isNetworkReady: true)
    }

    public func runSandbox(_ sandbox: SandboxConfiguration) throws(RuntimeError) -> String {
        if let sandboxFault { throw RuntimeError(.failed, sandboxFault) }
        counts.sandboxesMade += 1
        let id = newID("sandbox")
        madeSandboxes[id] = sandbox
        let address = IPAddress("10.1.0.\(counts.sandboxesMade % 250 + 1)")
        sandboxStates[id] = SandboxState(
            id: id, namespace: sandbox.namespace, name: sandbox.name, uid: sandbox.uid,
            attempt: sandbox.attempt, isReady: true, createdAt: Int64(nextID),
            addresses: sandbox.isHostNetwork ? [] : address.map { [$0] } ?? [],
            labels: sandbox.labels, annotations: sandbox.annotations)
        tell()
        return id
    }

    public func stopSandbox(_ id: String) {
        for (container, state) in containerStates
        where state.sandbox == id && state.phase == .running {
            finish(container, 137, at: 0)
        }
        sandboxStates[id]?.isReady = false
        tell()
    }

    public func removeSandbox(_ id: String) {
        stopSandbox(id)
        sandboxStates[id] = nil
        containerStates = containerStates.filter { $0.value.sandbox != id }
        tell()
    }

    public func sandboxes() -> [SandboxState] { Array(sandboxStates.values) }

    public func createContainer(
        _ container: ContainerConfiguration, in sandbox: SandboxReference
    ) throws(RuntimeError) -> String {
        guard sandboxStates[sandbox.id]?.isReady == true else {
            throw RuntimeError(.notFound, "sandbox \(sandbox.id) not found")
        }
        let id = newID("container")
        made[id] = container
        containerStates[id] = ContainerState(
            id: id, sandbox: sandbox.id, name: container.name, attempt: container.attempt,
            image: container.image, imageID: "sha256:\(container.image)", phase: .created,
            createdAt: Int64(nextID),
            logPath: sandbox.configuration.logDirectory + "/"
                + container.logPath, labels: container.labels,
            annotations: container.annotations)
        return id
    }

    public func startContainer(_ id: String) throws(RuntimeError) {
        guard let state = containerStates[id] else {
            throw RuntimeError(.notFound, "container \(id) not found")
        }
        counts.containersStarted += 1
        containerStates[id]?.phase = .running
        containerStates[id]?.startedAt = Int64(nextID)
        if let code = exitCodes[state.name] { finish(id, code, at: Int64(nextID)) }
        tell()
    }

    public func stopContainer(_ id: String, grace: Int) {
        guard let state = containerStates[id], state.phase == .running else { return }
        stops.append("\(state.name) \(grace)")
        finish(id, 143, at: Int64(nextID))
    }

    public func removeContainer(_ id: String) {
        containerStates[id] = nil
        tell()
    }

    public func containers() async -> [ContainerState] {
        let states = Array(containerStates.values)
        if lookDelay > .zero { try? await Task.sleep(for: lookDelay) }
        return states
    }

    public func exec(
        _ command: [String], in container: String, timeout: Duration
    ) throws(RuntimeError) -> CommandResult {
        guard containerStates[container]?.phase == .running else {
            throw RuntimeError(.notFound, "container \(container) is not running")
        }
        return commandResults[command.joined(separator: " ")] ?? CommandResult(exitCode: 0)
    }

    public func openCommand(_ request: CommandRequest) throws(RuntimeError) -> OpenedCommand {
        throw RuntimeError(.failed, "a runtime in memory has no streams")
    }

    public func connect(toPort port: UInt16, of sandbox: String) throws(RuntimeError) -> Int32 {
        throw RuntimeError(.failed, "a runtime in memory has no ports")
    }

    public func image(_ name: String) -> ImageState? {
        present.contains(name) ? ImageState(id: "sha256:\(name)", names: [name], size: 1) : nil
    }

    public func pullImage(_ name: String) throws(RuntimeError) -> ImageState {
        counts.pulls += 1
        guard !missing.contains(name) else { throw RuntimeError(.image, "\(name): not found") }
        present.insert(name)
        return ImageState(id: "sha256:\(name)", names: [name], size: 1)
    }

    public func images() -> [ImageState] {
        present.map { ImageState(id: "sha256:\($0)", names: [$0], size: 1) }
    }

    public nonisolated func changes() -> AsyncStream<Void> {
        let (stream, sender) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        Task { await listen(sender) }
        return stream
    }

    private func listen(_ sender: AsyncStream<Void>.Continuation) {
        let number = nextID
        nextID += 1
        listeners[number] = sender
        sender.onTermination = { [weak self] _ in Task { await self?.forget(number) } }
        sender.yield()
    }

    private func forget(_ number: Int) { listeners[number] = nil }
}
