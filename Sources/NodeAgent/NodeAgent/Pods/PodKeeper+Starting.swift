import APIMachinery
import ContainerRuntime
import ControllerRuntime
import LinuxSystem
import PodLifecycle
import PodVolumes

extension PodKeeper {
    /// Why a container can't be started, as its status has it.
    struct StartFailure: Error {
        var reason: String
        var message: String
        var later: (reason: String, message: String)?
        /// Whether an event was told.
        var isTold = false
    }

    /// Runs a container once.
    func start(_ name: String, attempt: Int) async {
        if let container = manifest.container(name), let sandbox = situation?.sandbox {
            do throws(StartFailure) {
                let image = try await image(of: container)
                let id = try await run(container, attempt: attempt, image, sandbox)
                memory[name].trouble = nil
                memory[name].pulls = Backoff()
                await afterStart(container, id)
            } catch {
                note(error, name)
            }
        }
        memory.starting = nil
        acted()
    }

    private func note(_ failure: StartFailure, _ name: String) {
        if !failure.isTold {
            tell(.warning, "Failed", name, "Error: \(failure.message)")
        }
        let now = context.clock.now
        memory[name].pulls.raise(since: now, at: now, context.options.backoff)
        let isConfiguration = failure.reason == "CreateContainerConfigError"
        let pause = isConfiguration ? Duration.seconds(5) : memory[name].pulls.pause
        memory[name].trouble = Trouble(
            reason: failure.reason, message: failure.message, retryAt: now + pause,
            later: failure.later.map {
                .init(at: now + min(.seconds(2), pause / 2), reason: $0.reason, message: $0.message)
            })
    }

    // MARK: - Image

    private func image(of container: ContainerManifest) async throws(StartFailure) -> ImageState {
        let present: ImageState?
        do throws(RuntimeError) {
            present = try await context.runtime.image(container.image)
        } catch {
            throw StartFailure(
                reason: "ImageInspectError",
                message: "Failed to inspect image \"\(container.image)\": \(error)")
        }
        if let present, container.pullPolicy != .always {
            tell(
                .normal, "Pulled", container.name,
                "Container image \"\(container.image)\" already present on machine")
            return present
        }
        guard container.pullPolicy != .never else {
            let message =
                "Container image \"\(container.image)\" is not present with pull policy of Never"
            tell(.warning, "ErrImageNeverPull", container.name, message)
            throw StartFailure(reason: "ErrImageNeverPull", message: message)
        }
        return try await pull(container)
    }

    private func pull(_ container: ContainerManifest) async throws(StartFailure) -> ImageState {
        let name = container.image
        tell(.normal, "Pulling", container.name, "Pulling image \"\(name)\"")
        let start = context.clock.now
        do throws(RuntimeError) {
            let image = try await context.images.pull(name)
            let took = Self.seconds(context.clock.now - start)
            tell(
                .normal, "Pulled", container.name,
                "Successfully pulled image \"\(name)\" in \(took) (\(took) including waiting). "
                    + "Image size: \(image.size) bytes.")
            return image
        } catch {
            tell(
                .warning, "Failed", container.name,
                "Failed to pull image \"\(name)\": \(error)")
            tell(.warning, "Failed", container.name, "Error: ErrImagePull")
            tell(.normal, "BackOff", container.name, "Back-off pulling image \"\(name)\"")
            throw StartFailure(
                reason: "ErrImagePull", message: error.message,
                later: (
                    "ImagePullBackOff",
                    "Back-off pulling image \"\(name)\": ErrImagePull: "
                        + error.message
                ), isTold: true)
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let milli =
            duration.components.seconds * 1000
            + duration.components.attoseconds / 1_000_000_000_000_000
        return milli < 1000 ? "\(milli)ms" : "\(milli / 1000).\(milli % 1000 / 100)s"
    }

    // MARK: - Running

    private func run(
        _ container: ContainerManifest, attempt: Int, _ image: ImageState,
        _ sandbox: SandboxState
    ) async throws(StartFailure) -> String {
        let configuration = try await configuration(of: container, attempt: attempt, image)
        let reference = SandboxReference(
            id: sandbox.id, configuration: sandboxConfiguration(attempt: sandbox.attempt))
        let id: String
        do throws(RuntimeError) {
            id = try await context.runtime.createContainer(configuration, in: reference)
        } catch {
            throw StartFailure(reason: "CreateContainerError", message: error.message)
        }
        tell(.normal, "Created", container.name, "Container created")
        do throws(RuntimeError) {
            try await context.runtime.startContainer(id)
        } catch {
            throw StartFailure(reason: "RunContainerError", message: error.message)
        }
        tell(.normal, "Started", container.name, "Container started")
        lastAct = context.clock.now
        return id
    }

    /// What a container must be.
    private func configuration(
        of container: ContainerManifest, attempt: Int, _ image: ImageState
    ) async throws(StartFailure) -> ContainerConfiguration {
        try checkUser(container, image)
        let variables = try await environment(of: container)
        let values = Dictionary(variables.map { ($0.name, $0.value) }) { _, last in last }
        var configuration = ContainerConfiguration(
            name: container.name, attempt: attempt, image: container.image,
            command: container.command.map { VariableExpansion.expand($0, values) },
            arguments: container.arguments.map { VariableExpansion.expand($0, values) },
            workingDirectory: container.workingDirectory,
            logPath: "\(container.name)/\(attempt).log")
        configuration.environment = variables
        configuration.labels = ContainerLabels.labels(of: manifest, container: container.name)
        configuration.annotations = [
            ContainerLabels.hash: ContainerLabels.hash(of: container),
            ContainerLabels.restartCount: "\(attempt)",
        ]
        configuration.hasStandardInput = container.hasStandardInput
        configuration.closesStandardInputAfterFirst = container.closesStandardInputAfterFirst
        configuration.hasTerminal = container.hasTerminal
        configuration.stopSignal = container.stopSignal
        configuration.limits = ResourceLimits.limits(
            of: container, qualityClass: newest?["status", "qosClass"]?.string ?? "",
            nodeMemory: context.machine.memory)
        configuration.security = security(of: container)
        do throws(VolumeFailure) {
            configuration.mounts = try context.volumes.mounts(
                of: container, in: manifest, environment: values)
        } catch {
            throw StartFailure(reason: "CreateContainerConfigError", message: error.message)
        }
        do throws(SystemError) {
            try addFiles(of: container, attempt: attempt, to: &configuration)
            try Files.createDirectories("\(logFolder)/\(container.name)")
        } catch {
            throw StartFailure(reason: "CreateContainerConfigError", message: "\(error)")
        }
        return configuration
    }

    private func checkUser(
        _ container: ContainerManifest, _ image: ImageState
    ) throws(StartFailure) {
        guard container.security.mustNotBeRoot ?? manifest.security.mustNotBeRoot else { return }
        let own = container.security.user ?? manifest.security.user
        if let user = own ?? image.user, user != 0 { return }
        throw StartFailure(
            reason: "CreateContainerConfigError",
            message: own == 0
                ? "container's runAsUser breaks non-root policy"
                : "container has runAsNonRoot and image will run as root")
    }

    private func security(
        of container: ContainerManifest
    ) -> ContainerConfiguration.Security {
        var security = ContainerConfiguration.Security()
        let own = container.security
        security.isPrivileged = own.isPrivileged
        security.user = own.user ?? manifest.security.user
        security.group = own.group ?? manifest.security.group
        security.supplementalGroups =
            manifest.security.supplementalGroups
            + (manifest.security.volumeGroup.map { [$0] } ?? [])
        security.hasReadOnlyRoot = own.hasReadOnlyRoot
        security.addedCapabilities = own.addedCapabilities
        security.droppedCapabilities = own.droppedCapabilities
        security.allowsPrivilegeEscalation = own.allowsPrivilegeEscalation
        return security
    }

    // MARK: - Environment

    private func environment(
        of container: ContainerManifest
    ) async throws(StartFailure) -> [(name: String, value: String)] {
        await context.services.waitUntilFilled()
        let services = ServiceVariables.variables(
            context.services.list().map { $0.view(ServiceView.self) },
            namespace: manifest.namespace, hasLinks: manifest.hasServiceLinks)
        let objects: ContainerEnvironment.Objects
        do throws(APIStatus) {
            objects = try await EnvironmentObjects(context.objects, manifest.namespace)
                .objects(of: container)
        } catch {
            throw StartFailure(reason: "CreateContainerConfigError", message: error.message)
        }
        do throws(DownwardFields.Failure) {
            return try ContainerEnvironment(
                fields: fields(), objects: objects, namespace: manifest.namespace
            ).variables(of: container, services: services)
        } catch {
            throw StartFailure(
                reason: "CreateContainerConfigError", message: error.description)
        }
    }
}
