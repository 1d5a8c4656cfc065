import ContainerRuntime

/// Looks at what the runtime has, once for all who want to know at the same time.
actor RuntimeObserver {
    /// All that the runtime has, by the pods' unique ids.
    struct Observation: Sendable {
        var sandboxes: [String: [SandboxState]] = [:]
        var containers: [String: [ContainerState]] = [:]
        /// When the look began: what was done before shows in it.
        var at: ContinuousClock.Instant

        /// The pods of which there is anything.
        var pods: Set<String> { Set(sandboxes.keys).union(containers.keys) }
    }

    private let runtime: any ContainerRuntime
    private let clock = ContinuousClock()
    private var latest: Observation?
    private var running: Task<Result<Observation, RuntimeError>, Never>?
    private var waiting: Task<Result<Observation, RuntimeError>, Never>?

    init(_ runtime: any ContainerRuntime) { self.runtime = runtime }

    /// What the runtime has, seen after a time; nil: now.
    func look(
        after time: ContinuousClock.Instant?
    ) async throws(RuntimeError) -> Observation {
        if let time, let latest, latest.at > time { return latest }
        if waiting == nil {
            let before = running
            waiting = Task {
                _ = await before?.value
                begin()
                let result = await read()
                if case .success(let observation) = result { latest = observation }
                return result
            }
        }
        guard let waiting else { throw RuntimeError(.failed, "no look at the runtime began") }
        return try await waiting.value.get()
    }

    private func begin() {
        running = waiting
        waiting = nil
    }

    private func read() async -> Result<Observation, RuntimeError> {
        var observation = Observation(at: clock.now)
        do throws(RuntimeError) {
            var pods: [String: String] = [:]
            // Containers first: one whose sandbox was removed between is not shown alone.
            let containers = try await runtime.containers()
            for sandbox in try await runtime.sandboxes() {
                pods[sandbox.id] = sandbox.uid
                observation.sandboxes[sandbox.uid, default: []].append(sandbox)
            }
            for container in containers {
                guard let pod = pods[container.sandbox] else { continue }
                observation.containers[pod, default: []].append(container)
            }
            return .success(observation)
        } catch {
            return .failure(error)
        }
    }
}
