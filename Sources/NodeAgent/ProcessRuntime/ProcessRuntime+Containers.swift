import ContainerRuntime
import ContainerShim
import LinuxSystem

extension ProcessRuntime {
    public func createContainer(
        _ container: ContainerConfiguration, in sandbox: SandboxReference
    ) async throws(RuntimeError) -> String {
        try await OwnThread.run("container-new") {
            try self.make(container, in: sandbox.id)
        }
    }

    public func startContainer(_ id: String) async throws(RuntimeError) {
        try await OwnThread.run("container-start") { try self.start(container: id) }
    }

    public func stopContainer(_ id: String, grace: Int) async throws(RuntimeError) {
        try await OwnThread.run("container-stop") { try self.stop(container: id, grace: grace) }
    }

    public func removeContainer(_ id: String) async throws(RuntimeError) {
        try await OwnThread.run("container-rm") {
            try self.kill(id)
            try self.remove(container: id)
        }
    }

    public func containers() async throws(RuntimeError) -> [ContainerState] {
        let records = state.withLock { Array($0.containers.values) }
        return records.sorted { $0.id < $1.id }.map(shown)
    }

    /// A container that runs, or words that it doesn't.
    func running(_ id: String) throws -> (record: ContainerRecord, process: ContainerProcess) {
        guard let record = state.withLock({ $0.containers[id] }) else {
            throw RuntimeError(.notFound, "container \"\(id)\" not found")
        }
        guard let process = folders.container(id).readProcess(), process.first != nil,
            exit(of: record, process) == nil
        else { throw RuntimeError(.failed, "container \"\(id)\" is not running") }
        return (record, process)
    }

    private func shown(_ record: ContainerRecord) -> ContainerState {
        let process = process(of: record)
        let startedAt = process?.startedAt ?? 0
        if let exit = exit(of: record, process) {
            return record.shown(.exited, startedAt: startedAt, exit: exit)
        }
        return record.shown(startedAt > 0 ? .running : .created, startedAt: startedAt)
    }

    /// What its shim wrote of it; that is final once its command runs.
    private func process(of record: ContainerRecord) -> ContainerProcess? {
        if let process = record.process { return process }
        guard let process = folders.container(record.id).readProcess() else { return nil }
        if process.startedAt > 0 {
            state.withLock { $0.containers[record.id]?.process = process }
        }
        return process
    }

    /// How it ended; nil when it hasn't. The end of a container whose shim was killed, and with it
    /// the container, is written here.
    private func exit(of record: ContainerRecord, _ process: ContainerProcess?) -> ContainerExit? {
        if let exit = record.exit { return exit }
        // Asked for before the file is looked for: a shim writes the file before it ends.
        let isGone = process.map { !$0.monitor.isRunning } ?? false
        var exit = ContainerExit(file: folders.exit(record.id))
        if exit == nil, isGone {
            let end = ContainerExit(
                code: 137, reason: "Error", message: "its shim was killed",
                finishedAt: WallClock.microseconds)
            do {
                try end.write(to: folders.exit(record.id))
                exit = end
            } catch {
                logger.warning("write the end of container \(record.id): \(error)")
            }
        }
        if let exit { state.withLock { $0.containers[record.id]?.exit = exit } }
        return exit
    }

    // MARK: Making and starting

    private func make(
        _ container: ContainerConfiguration, in sandboxID: String
    ) throws -> String {
        guard let sandbox = state.withLock({ $0.sandboxes[sandboxID] }), sandbox.phase == .ready
        else { throw RuntimeError(.notFound, "sandbox \"\(sandboxID)\" not found or not ready") }
        let image = try images.require(container.image)
        if container.limits.memory > 0 || container.limits.cpuQuota > 0 { sayLimitsAreIgnored() }
        let id = RuntimeFolders.newID()
        let plan = LaunchPlan(
            container: container, sandbox: sandbox.configuration, image: image,
            folder: folders.sandbox(sandboxID))
        var launch = plan.launch
        guard !launch.command.isEmpty else {
            throw RuntimeError(.failed, "no command specified")
        }
        launch.network =
            sandbox.configuration.isHostNetwork
            ? options.nodeNamespace ?? "" : folders.namespace(sandboxID)
        launch.hidden = [folders.root, folders.namespaces]
        launch.exitPath = folders.exit(id)
        let logDirectory = sandbox.configuration.logDirectory
        if !logDirectory.isEmpty, !container.logPath.isEmpty {
            launch.logPath = "\(logDirectory)/\(container.logPath)"
            try Files.createDirectories(Files.directory(of: launch.logPath))
        }
        let record = ContainerRecord(
            id: id, sandbox: sandboxID, createdAt: WallClock.microseconds,
            configuration: container, imageID: image.id, logPath: launch.logPath)
        let folder = folders.container(id)
        try Files.createDirectories(folder.path)
        do {
            try folder.write(launch)
            // Last: a folder without this file is none.
            try Files.writeAtomically(
                folders.containerFile(id), record.json.serialized(), mode: 0o600)
        } catch {
            try? Files.removeTree(folder.path)
            throw error
        }
        state.withLock { $0.containers[id] = record }
        return id
    }

    private func start(container id: String) throws {
        guard let record = state.withLock({ $0.containers[id] }) else {
            throw RuntimeError(.notFound, "container \"\(id)\" not found")
        }
        let folder = folders.container(id)
        let lock = try FileLock(path: "\(folder.path)/lock")
        try lock.withLock {
            if let process = folder.readProcess(), process.monitor.isRunning { return }
            if exit(of: record, folder.readProcess()) != nil {
                throw RuntimeError(.failed, "container \"\(id)\" has ended already")
            }
            var program = ChildProcess.Program(options.shim, ["start", folder.path])
            program.environment = ["SWIFT_BACKTRACE=enable=no"]
            program.directory = "/"
            guard let run = try ProgramRun.run(program, limit: .seconds(120)) else {
                throw RuntimeError(.timedOut, "the container's shim did not answer")
            }
            guard run.status == 0 else {
                let words = String(decoding: run.output, as: UTF8.self)
                throw RuntimeError(.failed, words.isEmpty ? run.complaint : words)
            }
        }
        watch(record)
    }

    // MARK: Stopping and removing

    private func stop(container id: String, grace: Int) throws {
        guard let record = state.withLock({ $0.containers[id] }) else { return }
        let folder = folders.container(id)
        guard let process = folder.readProcess(), exit(of: record, process) == nil else { return }
        if grace > 0, let first = process.first {
            let signal = StopSignal(record.configuration.stopSignal).signal
            send(signal, to: first)
            if try waitForEnd(of: process.monitor, within: .seconds(grace)) { return }
        }
        try kill(id)
    }

    /// Ends a container at once; nothing happens when it doesn't run.
    func kill(_ id: String) throws {
        guard let record = state.withLock({ $0.containers[id] }) else { return }
        let folder = folders.container(id)
        guard let process = folder.readProcess(), exit(of: record, process) == nil else { return }
        // Process 1 takes all others along. Without it, the shim is still starting.
        send(.kill, to: process.first ?? process.monitor)
        if try waitForEnd(of: process.monitor, within: .seconds(30)) { return }
        throw RuntimeError(.timedOut, "container \"\(id)\" does not end after SIGKILL")
    }

    private func send(_ signal: Signal, to process: ContainerProcess.Identity) {
        guard process.isRunning else { return }
        // That it has just ended is what was wanted.
        try? ChildProcess(pid: process.pid).signal(signal)
    }

    /// Its shim ends after it has written the container's end.
    private func waitForEnd(
        of monitor: ContainerProcess.Identity, within limit: Duration
    ) throws -> Bool {
        // Opened before it is looked at: so it is this one's and no other's.
        let handle = try? SharedDescriptor(ChildProcess(pid: monitor.pid).openHandle())
        guard let handle, monitor.isRunning else { return !monitor.isRunning }
        return try Poll.wait(handle.rawValue, .readable, timeout: limit)
    }

    func remove(container id: String) throws {
        guard state.withLock({ $0.containers[id] }) != nil else { return }
        let file = folders.containerFile(id)
        if Files.exists(file) { try Files.remove(file) }
        state.withLock { _ = $0.containers.removeValue(forKey: id) }
        try Files.removeTree(folders.container(id).path)
        if Files.exists(folders.exit(id)) { try Files.remove(folders.exit(id)) }
    }
}
