import ContainerRuntime
import LinuxSystem
import PodLifecycle
import PodVolumes

extension PodKeeper {
    /// Sets an action going.
    func perform(_ action: PodAction) {
        switch action {
        case .makeSandbox(let attempt):
            memory.isPreparing = true
            memory.sandboxAttempt = attempt + 1
            Task { await makeSandbox(attempt) }
        case .stopSandbox(let id):
            during(id) { runtime throws(RuntimeError) in try await runtime.stopSandbox(id) }
        case .removeSandbox(let id):
            during(id) { runtime throws(RuntimeError) in
                try await runtime.stopSandbox(id)
                try await runtime.removeSandbox(id)
            }
        case .removeContainer(let id): removeContainer(id)
        case .start(let name, let attempt):
            memory.starting = name
            if let ended = memory[name].seenEnd {
                memory[name].crashes.raise(
                    since: ended.at, at: context.clock.now, context.options.backoff)
            }
            Task { await start(name, attempt: attempt) }
        case .stop(let id, let container, let because, let grace):
            memory.busy.insert(id)
            Task { await stop(id, container, because: because, grace: grace) }
        }
    }

    /// Does something to one thing of the runtime that nobody else touches meanwhile.
    private func during(
        _ id: String,
        _ body: @escaping @Sendable (any ContainerRuntime) async throws(RuntimeError) -> Void
    ) {
        memory.busy.insert(id)
        Task {
            do throws(RuntimeError) {
                try await body(context.runtime)
            } catch {
                context.logger.warning("\(manifest.fullName): \(id): \(error)")
                try? await Task.sleep(for: .seconds(1))
            }
            memory.busy.remove(id)
            acted()
        }
    }

    private func removeContainer(_ id: String) {
        let log = situation?.containers.first { $0.id == id }?.logPath
        during(id) { runtime throws(RuntimeError) in
            try await runtime.removeContainer(id)
            if let log { try? Files.remove(log) }
        }
    }

    // MARK: - Making

    private func makeSandbox(_ attempt: Int) async {
        do throws(SandboxFailure) {
            try await prepare()
            _ = try await runSandbox(attempt)
            memory.sandboxTrouble = nil
        } catch {
            tell(.warning, error.reason, nil, error.message)
            let pause = min(10, 1 << min(attempt, 4))
            memory.sandboxTrouble = Trouble(
                reason: error.reason, message: error.message,
                retryAt: context.clock.now + .seconds(pause))
        }
        memory.isPreparing = false
        acted()
    }

    /// Why there is no sandbox, as an event has it.
    private struct SandboxFailure: Error {
        var reason: String
        var message: String
    }

    private func prepare() async throws(SandboxFailure) {
        do throws(VolumeFailure) {
            try await context.volumes.prepare(manifest, fields: fields())
        } catch {
            throw SandboxFailure(reason: "FailedMount", message: error.description)
        }
        do throws(SystemError) {
            try Files.createDirectories(context.volumes.folder(ofPod: uid))
            try Files.createDirectories(logFolder)
        } catch {
            throw SandboxFailure(reason: "FailedCreatePodSandBox", message: "\(error)")
        }
    }

    private func runSandbox(_ attempt: Int) async throws(SandboxFailure) -> String {
        do throws(RuntimeError) {
            return try await context.runtime.runSandbox(sandboxConfiguration(attempt: attempt))
        } catch {
            throw SandboxFailure(
                reason: "FailedCreatePodSandBox",
                message: "Failed to create pod sandbox: \(error)")
        }
    }

    /// What the pod's sandbox must be.
    func sandboxConfiguration(attempt: Int) -> SandboxConfiguration {
        let options = context.options
        let node = (try? Files.readText(options.resolverFile)).map(ResolverFile.init(parsing:))
        let resolver = ResolverPlan(
            clusterServers: options.clusterDNS, clusterDomain: options.clusterDomain,
            node: node ?? ResolverFile())
        var sandbox = SandboxConfiguration(
            namespace: manifest.namespace, name: manifest.name, uid: uid, attempt: attempt,
            hostname: manifest.isHostNetwork
                ? CurrentProcess.hostname
                : PodNames.hostname(of: manifest, clusterDomain: options.clusterDomain),
            logDirectory: logFolder,
            resolverFile: resolver.file(
                manifest.resolver, namespace: manifest.namespace,
                isHostNetwork: manifest.isHostNetwork))
        sandbox.labels = ContainerLabels.labels(of: manifest)
        sandbox.annotations = manifest.annotations
        sandbox.isHostNetwork = manifest.isHostNetwork
        sandbox.isHostPID = manifest.isHostPID
        sandbox.isHostIPC = manifest.isHostIPC
        sandbox.sharesProcesses = manifest.sharesProcesses
        sandbox.sysctls = manifest.security.sysctls
        sandbox.isPrivileged = manifest.allContainers.contains(where: \.security.isPrivileged)
        if !manifest.isHostNetwork { sandbox.portMappings = portMappings }
        return sandbox
    }

    private var portMappings: [SandboxConfiguration.PortMapping] {
        manifest.allContainers.flatMap(\.ports).compactMap { port in
            guard let host = UInt16(exactly: port.hostPort), host > 0,
                let container = UInt16(exactly: port.containerPort)
            else { return nil }
            return .init(
                transport: port.transport, containerPort: container, hostPort: host,
                hostIP: port.hostIP)
        }
    }

    // MARK: - What pods are told of themselves

    /// The pod's addresses; empty before it has any.
    var podAddresses: [String] {
        manifest.isHostNetwork
            ? context.addresses : situation?.sandbox?.addresses.map(\.description) ?? []
    }

    /// The fields that the pod may ask for.
    func fields() -> DownwardFields {
        DownwardFields(
            manifest, podAddresses: podAddresses, hostAddresses: context.addresses,
            capacity: context.machine.capacity(context.options))
    }

    /// Brings the volumes up to date beside all else.
    func refreshVolumes() {
        Task {
            do throws(VolumeFailure) {
                try await context.volumes.refresh(manifest, fields: fields())
            } catch {
                tell(.warning, "FailedMount", nil, error.description)
            }
        }
    }
}
