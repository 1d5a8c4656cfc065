import APIMachinery
import ContainerRuntime

/// All that decides what a node does next about a pod, and what it says of it.
public struct PodSituation: Sendable {
    public var manifest: PodManifest
    public var memory: PodMemory
    /// The pod's sandboxes, the newest first.
    public private(set) var sandboxes: [SandboxState]
    /// The pod's containers, the newest first.
    public private(set) var containers: [ContainerState]
    public var now: ContinuousClock.Instant
    public var time: Timestamp
    public var limits: Backoff.Limits
    /// The runtime's name: `containerd`.
    public var runtime: String

    public init(
        manifest: PodManifest, memory: PodMemory, sandboxes: [SandboxState],
        containers: [ContainerState], now: ContinuousClock.Instant, time: Timestamp,
        limits: Backoff.Limits = .init(), runtime: String = "process"
    ) {
        self.manifest = manifest
        self.memory = memory
        self.sandboxes = sandboxes.sorted {
            ($0.attempt, $0.createdAt) > ($1.attempt, $1.createdAt)
        }
        self.containers = containers.sorted {
            ($0.attempt, $0.createdAt) > ($1.attempt, $1.createdAt)
        }
        self.now = now
        self.time = time
        self.limits = limits
        self.runtime = runtime
    }

    /// The sandbox that the pod lives in.
    public var sandbox: SandboxState? { sandboxes.first.flatMap { $0.isReady ? $0 : nil } }

    /// The last run of a container, in the newest sandbox.
    public func current(_ name: String) -> ContainerState? {
        guard let sandbox = sandboxes.first else { return nil }
        return containers.first { $0.name == name && $0.sandbox == sandbox.id }
    }

    /// How the last run of a container ended; nil while one is on, or before the first.
    public func end(of name: String) -> Termination? {
        switch current(name)?.phase {
        case .running, .created: return nil
        case .exited, .unknown:
            return current(name).map { Termination($0, runtime: runtime) }
        case nil: return memory[name].lastEnd
        }
    }

    /// Whether a container that ended stays so.
    public func isDone(_ container: ContainerManifest) -> Bool {
        guard let end = end(of: container.name) else { return false }
        if container.isSidecar { return false }
        switch manifest.restartPolicy {
        case .always: return false
        case .onFailure: return end.exitCode == 0
        case .never: return true
        }
    }

    /// Whether a running container's start is over: its startup probe, if any, has said yes.
    public func isStarted(_ container: ContainerManifest) -> Bool {
        guard let current = current(container.name), current.phase == .running else {
            return false
        }
        let verdicts = memory[container.name].verdicts(of: current.id)
        if memory.starting == container.name, container.afterStart != nil { return false }
        return container.startup == nil || verdicts.isStarted == true
    }

    /// Whether a container may be given work.
    public func isReady(_ container: ContainerManifest) -> Bool {
        guard let current = current(container.name), isStarted(container) else { return false }
        guard container.readiness != nil else { return true }
        return memory[container.name].verdicts(of: current.id).isReady ?? false
    }

    /// Whether any of the pod's own containers has been started in this sandbox: then those for
    /// initialisation have done their part.
    public var isInitialized: Bool {
        manifest.containers.contains { current($0.name) != nil }
            || manifest.initContainers.allSatisfy { container in
                container.isSidecar
                    ? isStarted(container) : current(container.name).map(isSuccess) ?? false
            }
    }

    var regularInitContainers: [ContainerManifest] {
        manifest.initContainers.filter { !$0.isSidecar }
    }

    func isSuccess(_ state: ContainerState) -> Bool {
        state.phase == .exited && state.exitCode == 0
    }
}
