import ContainerRuntime
import PodLifecycle

extension PodKeeper {
    /// Ends a container: its hook, its stop signal, SIGKILL.
    func stop(_ id: String, _ name: String, because: String, grace: Int) async {
        tell(.normal, "Killing", name, because)
        let end = context.clock.now + .seconds(grace)
        if let hook = manifest.container(name)?.beforeStop, grace > 1 {
            await beforeStop(hook, name, id, until: end)
        }
        // Whole seconds, rounded up, and always a little time for the signal itself.
        let rest = end - context.clock.now + .milliseconds(999)
        let left = max(min(grace, 2), Int(rest.components.seconds))
        do throws(RuntimeError) {
            try await context.runtime.stopContainer(id, grace: left)
        } catch {
            context.logger.warning("\(manifest.fullName): stop \(name): \(error)")
            try? await Task.sleep(for: .seconds(1))
        }
        memory.busy.remove(id)
        acted()
    }

    /// Stops a container sooner than was said before.
    func hurry(_ id: String, grace: Int) {
        guard situation?.containers.contains(where: { $0.id == id }) == true else { return }
        let runtime = context.runtime
        Task { try? await runtime.stopContainer(id, grace: max(1, grace)) }
    }

    private func beforeStop(
        _ hook: HookManifest, _ name: String, _ id: String, until end: ContinuousClock.Instant
    ) async {
        let left = max(.seconds(1), end - context.clock.now)
        let fault = await Timed.run(until: end) { [self] in
            await run(hook, name, id, timeout: left)
        }
        let words = fault.map { $0 ?? "" } ?? "timed out"
        if !words.isEmpty {
            tell(.warning, "FailedPreStopHook", name, "PreStopHook failed: \(words)")
        }
    }

    /// Runs what must follow a container's start; when it fails, the container ends.
    func afterStart(_ container: ContainerManifest, _ id: String) async {
        guard let hook = container.afterStart else { return }
        context.pods.add(uid)
        let limit = Duration.seconds(600)
        guard let fault = await run(hook, container.name, id, timeout: limit) else { return }
        tell(.warning, "FailedPostStartHook", container.name, "PostStartHook failed: \(fault)")
        memory.busy.insert(id)
        await stop(
            id, container.name, because: "FailedPostStartHook", grace: manifest.grace)
    }

    /// - Returns: why a hook failed; nil when it didn't.
    private func run(
        _ hook: HookManifest, _ name: String, _ id: String, timeout: Duration
    ) async -> String? {
        switch hook {
        case .sleep(let seconds):
            try? await Task.sleep(for: .seconds(seconds))
            return nil
        case .exec(let command):
            do throws(RuntimeError) {
                let result = try await context.runtime.exec(
                    command, in: id, timeout: timeout)
                if result.exitCode == 0 { return nil }
                let words = String(decoding: result.output + result.errors, as: UTF8.self)
                return "command '\(command.joined(separator: " "))' exited with "
                    + "\(result.exitCode): \(words)"
            } catch {
                return error.message
            }
        case .http(let action):
            return await answer(.http(action), name, id, timeout: min(timeout, .seconds(30)))
        case .tcp(let host, let port):
            return await answer(
                .tcp(host: host, port: port), name, id, timeout: min(timeout, .seconds(30)))
        }
    }

    private func answer(
        _ action: ProbeAction, _ name: String, _ id: String, timeout: Duration
    ) async -> String? {
        switch await ask(action, name, id, timeout: timeout) {
        case .success: nil
        case .failure(let message): message
        }
    }
}
