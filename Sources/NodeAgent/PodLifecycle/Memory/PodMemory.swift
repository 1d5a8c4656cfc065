import ContainerRuntime

/// What a node remembers of a pod from look to look, and what it is doing about it just now.
public struct PodMemory: Sendable, Hashable {
    public var containers: [String: ContainerMemory] = [:]
    public var ending: Ending?
    /// Why there is no sandbox yet.
    public var sandboxTrouble: Trouble?
    /// Counts the tries to make one.
    public var sandboxAttempt = 0
    /// Whether a sandbox is being made.
    public var isPreparing = false
    /// The container that is being started.
    public var starting: String?
    /// Containers and sandboxes, by id, that are being stopped or removed.
    public var busy: Set<String> = []
    /// RFC 3339.
    public var startTime: String?
    /// When the pod may not be active any longer.
    public var deadline: ContinuousClock.Instant?

    public init() {}

    /// What the API knew when the node's agent began.
    public init(_ known: KnownStatus) {
        startTime = known.startTime
        for (name, container) in known.containers where !container.containerID.isEmpty {
            var memory = ContainerMemory()
            memory.attempt = container.restartCount
            memory.lastEnd = container.ended ?? container.lastEnd
            if container.isRunning {
                memory.lastEnd = Termination(lost: container.containerID)
                let id = container.containerID.split(separator: "/").last.map(String.init)
                var verdicts = ContainerMemory.Verdicts(container: id ?? "")
                verdicts.isReady = container.isReady
                verdicts.isStarted = container.isStarted
                memory.verdicts = verdicts
            }
            containers[name] = memory
        }
    }

    /// What is remembered of a container.
    public subscript(container: String) -> ContainerMemory {
        get { containers[container] ?? ContainerMemory() }
        set { containers[container] = newValue }
    }

    /// Takes in what the runtime shows now.
    /// - Parameter runtime: its name: `containerd`.
    public mutating func absorb(
        _ states: [ContainerState], runtime: String, now: ContinuousClock.Instant
    ) {
        for (name, runs) in Dictionary(grouping: states, by: \.name) {
            // One that was made and never started has not been a run.
            let runs = runs.filter { $0.phase != .created }
                .sorted { ($0.attempt, $0.createdAt) > ($1.attempt, $1.createdAt) }
            guard let newest = runs.first else { continue }
            var memory = self[name]
            memory.attempt = max(memory.attempt, newest.attempt)
            let ended = newest.phase == .running ? runs.dropFirst().first : newest
            if let ended, ended.attempt >= memory.attempt - 1 {
                memory.lastEnd = Termination(ended, runtime: runtime)
            } else if newest.phase == .running, memory.lastEnd?.reason == Termination.lost {
                memory.lastEnd = nil
            }
            if newest.phase != .running, memory.seenEnd?.container != newest.id {
                memory.seenEnd = .init(container: newest.id, at: now)
            }
            self[name] = memory
        }
    }
}

extension Termination {
    static let lost = "ContainerStatusUnknown"
}
