import ContainerRuntime
import PodLifecycle
import PodProbes

/// Which probe of which run.
struct ProbeKey: Hashable, Sendable {
    var container: String
    var kind: ProbeKind
}

extension PodKeeper {
    /// Sees that each probe that should be asked is, and no other.
    func followProbes() {
        var wanted: [ProbeKey: ContainerManifest] = [:]
        if let situation {
            for container in manifest.allContainers {
                guard let current = situation.current(container.name), current.phase == .running,
                    container.isSidecar || manifest.containers.contains(container)
                else { continue }
                for kind in kinds(of: container, current) {
                    wanted[ProbeKey(container: current.id, kind: kind)] = container
                }
            }
        }
        for (key, task) in probing where wanted[key] == nil {
            task.cancel()
            probing[key] = nil
        }
        for (key, container) in wanted where probing[key] == nil {
            probing[key] = Task { await probe(container, key) }
        }
    }

    private func kinds(of container: ContainerManifest, _ current: ContainerState) -> [ProbeKind] {
        guard let situation else { return [] }
        let isEnding = plan?.ending != nil
        if !situation.isStarted(container) {
            return container.startup == nil || isEnding ? [] : [.startup]
        }
        var kinds: [ProbeKind] = container.readiness == nil ? [] : [.readiness]
        if container.liveness != nil, !isEnding { kinds.append(.liveness) }
        return kinds
    }

    private func probe(_ container: ContainerManifest, _ key: ProbeKey) async {
        guard let probe = key.kind.probe(of: container),
            let current = situation?.current(container.name)
        else { return }
        let age = context.now().microseconds - current.startedAt
        let delay = Duration.seconds(probe.initialDelay) - .microseconds(max(0, age))
        var next = context.clock.now + max(.zero, delay)
        var state = ProbeState(probe)
        while !Task.isCancelled {
            try? await context.clock.sleep(until: next)
            if Task.isCancelled { return }
            next = context.clock.now + .seconds(probe.period)
            let answer = await ask(
                probe.action, container.name, key.container, timeout: .seconds(probe.timeout))
            if Task.isCancelled { return }
            if case .failure(let message) = answer {
                tell(
                    .warning, "Unhealthy", container.name,
                    "\(key.kind.rawValue) probe failed: \(message)")
            }
            guard let verdict = state.note(answer == .success) else { continue }
            note(verdict, of: key, container, probe)
            // What failed is ended, and its next run asked anew.
            if !verdict, key.kind != .readiness { return }
        }
    }

    private func note(
        _ verdict: Bool, of key: ProbeKey, _ container: ContainerManifest, _ probe: ProbeManifest
    ) {
        var verdicts = memory[container.name].verdicts(of: key.container)
        let before = verdicts
        switch key.kind {
        case .readiness: verdicts.isReady = verdict
        case .startup where verdict: verdicts.isStarted = true
        case .liveness where verdict: break
        case .startup, .liveness:
            let kind = key.kind == .liveness ? "liveness" : "startup"
            verdicts.failure = "failed \(kind) probe, will be restarted"
            verdicts.grace = probe.grace
        }
        guard verdicts != before else { return }
        memory[container.name].verdicts = verdicts
        context.pods.add(uid)
    }

    /// Asks a container.
    func ask(
        _ action: ProbeAction, _ name: String, _ id: String, timeout: Duration
    ) async -> ProbeAnswer {
        let container = manifest.container(name)
        let own = podAddresses.first ?? "127.0.0.1"
        func port(_ reference: PortReference) -> Int { container?.port(reference) ?? 0 }
        switch action {
        case .none: return .success
        case .exec(let command): return await ask(command, id, timeout: timeout)
        case .tcp(let host, let reference):
            return await context.probes.connect(
                host: host ?? own, port: port(reference), timeout: timeout)
        case .http(let action):
            let host = action.host ?? own
            let shown = host.contains(":") ? "[\(host)]" : host
            let path = action.path.hasPrefix("/") ? action.path : "/" + action.path
            var request = NetworkProbe.Request(
                url: "\(action.isTLS ? "https" : "http")://\(shown):\(port(action.port))\(path)")
            request.headers = action.headers.map { ($0.name, $0.value) }
            return await context.probes.get(request, timeout: timeout)
        case .grpc(let port, let service):
            return await context.probes.check(
                host: own, port: port, service: service, timeout: timeout)
        }
    }

    private func ask(_ command: [String], _ id: String, timeout: Duration) async -> ProbeAnswer {
        do throws(RuntimeError) {
            let result = try await context.runtime.exec(command, in: id, timeout: timeout)
            if result.exitCode == 0 { return .success }
            let output = (result.output + result.errors).prefix(10 * 1024)
            return .failure(String(decoding: output, as: UTF8.self))
        } catch {
            return .failure(error.message)
        }
    }
}
