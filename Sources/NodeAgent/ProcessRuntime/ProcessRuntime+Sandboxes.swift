import CNIProtocol
import ContainerRuntime
import LinuxSystem
import NetworkAddress

extension ProcessRuntime {
    public func runSandbox(_ sandbox: SandboxConfiguration) async throws(RuntimeError) -> String {
        try await OwnThread.run("sandbox-run") { try self.makeSandbox(sandbox) }
    }

    public func stopSandbox(_ id: String) async throws(RuntimeError) {
        try await OwnThread.run("sandbox-stop") { try self.stop(sandbox: id) }
    }

    public func removeSandbox(_ id: String) async throws(RuntimeError) {
        try await OwnThread.run("sandbox-rm") { try self.remove(sandbox: id) }
    }

    public func sandboxes() -> [SandboxState] {
        state.withLock { $0.sandboxes.values.map { shown($0) } }.sorted { $0.id < $1.id }
    }

    /// A namespace that is gone, as after the machine was started again, takes the sandbox along.
    private func shown(_ record: SandboxRecord) -> SandboxState {
        var shown = record.shown
        if shown.isReady, !record.configuration.isHostNetwork,
            !Files.exists(folders.namespace(record.id))
        {
            shown.isReady = false
        }
        return shown
    }

    // MARK: Making

    private func makeSandbox(_ configuration: SandboxConfiguration) throws -> String {
        let id = RuntimeFolders.newID()
        var record = SandboxRecord(
            id: id, createdAt: WallClock.microseconds, configuration: configuration)
        try Files.createDirectories(folders.sandbox(id))
        return try withSandboxLock(id) {
            try save(record)
            do {
                try writeFiles(record)
                if !configuration.isHostNetwork { record.addresses = try attach(record) }
                record.phase = .ready
                try save(record)
            } catch {
                discard(record)
                throw error
            }
            return id
        }
    }

    private func writeFiles(_ record: SandboxRecord) throws {
        let folder = folders.sandbox(record.id)
        let configuration = record.configuration
        try Files.createDirectories("\(folder)/shm", mode: 0o1777)
        try Files.writeAtomically(
            "\(folder)/hostname", Array("\(configuration.hostname)\n".utf8))
        try Files.writeAtomically(
            "\(folder)/resolv.conf", Array(configuration.resolverFile.text.utf8))
    }

    private func attach(_ record: SandboxRecord) throws -> [IPAddress] {
        let list = try plugins.list()
        let namespace = try NetworkNamespace.create(path: folders.namespace(record.id))
        let sysctls = record.configuration.sysctls
        try namespace.run {
            for (name, value) in sysctls.sorted(by: { $0.key < $1.key }) {
                try Sysctl.write(Self.sysctlPath(name), value)
            }
        }
        _ = try plugins.add(NetworkPlugins.loopback, attachment(record, "lo"))
        let result = try plugins.add(list, attachment(record, "eth0"))
        let addresses = result.addresses.map(\.address.address)
        guard !addresses.isEmpty else {
            throw RuntimeError(.failed, "the network gave no address")
        }
        return addresses
    }

    /// `net.ipv4.conf.eth0/1.forwarding` is the file `net/ipv4/conf/eth0.1/forwarding`.
    private static func sysctlPath(_ name: String) -> String {
        guard !name.contains("/") || name.contains(".") else { return name }
        return String(name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
    }

    private func attachment(
        _ record: SandboxRecord, _ interface: String
    ) -> NetworkPlugins.Attachment {
        let id = record.id
        return NetworkPlugins.Attachment(
            sandbox: id, interface: interface,
            namespace: folders.hasNamespace(id) ? folders.namespace(id) : "",
            configuration: record.configuration,
            record: "\(folders.sandbox(id))/network-\(interface).json")
    }

    /// Takes back what failed half-way. What can't be taken back stays to be seen as a sandbox
    /// that isn't ready.
    private func discard(_ record: SandboxRecord) {
        do {
            try takeDown(record)
            try forget(record)
        } catch {
            logger.warning("a sandbox that failed is left: \(record.id): \(error)")
        }
    }

    // MARK: Stopping and removing

    /// Whether a sandbox is there; one whose folder somebody else removed is forgotten.
    private func isKnown(_ id: String) -> Bool {
        guard state.withLock({ $0.sandboxes[id] }) != nil else { return false }
        if Files.exists(folders.sandbox(id)) { return true }
        state.withLock { _ = $0.sandboxes.removeValue(forKey: id) }
        return false
    }

    private func stop(sandbox id: String) throws {
        guard isKnown(id) else { return }
        try withSandboxLock(id) {
            guard var record = state.withLock({ $0.sandboxes[id] }), record.phase != .stopped
            else { return }
            record.phase = .stopping
            try save(record)
            try takeDown(record)
        }
    }

    /// Every step may be repeated.
    private func takeDown(_ record: SandboxRecord) throws {
        for container in containers(of: record.id) { try kill(container.id) }
        if !record.configuration.isHostNetwork {
            try plugins.delete(attachment(record, "eth0"))
            try plugins.delete(attachment(record, "lo"))
            let path = folders.namespace(record.id)
            if Files.exists(path) { try NetworkNamespace.remove(path: path) }
        }
        var record = record
        record.phase = .stopped
        try save(record)
    }

    private func remove(sandbox id: String) throws {
        try stop(sandbox: id)
        guard let record = state.withLock({ $0.sandboxes[id] }) else { return }
        try withSandboxLock(id) {
            for container in containers(of: id) { try remove(container: container.id) }
            try forget(record)
        }
    }

    private func forget(_ record: SandboxRecord) throws {
        // Without this file the rest is nothing, also after a crash.
        if Files.exists(folders.sandboxFile(record.id)) {
            try Files.remove(folders.sandboxFile(record.id))
        }
        state.withLock { _ = $0.sandboxes.removeValue(forKey: record.id) }
        try Files.removeTree(folders.sandbox(record.id))
    }

    private func containers(of sandbox: String) -> [ContainerRecord] {
        state.withLock { $0.containers.values.filter { $0.sandbox == sandbox } }
    }

    private func save(_ record: SandboxRecord) throws {
        try Files.writeAtomically(
            folders.sandboxFile(record.id), record.json.serialized(), mode: 0o600)
        state.withLock { $0.sandboxes[record.id] = record }
    }

    /// One thing at a time is done to a sandbox, also by two agents.
    private func withSandboxLock<Value>(_ id: String, _ body: () throws -> Value) throws -> Value {
        // A folder that is gone is a sandbox that was removed meanwhile.
        let lock = try FileLock(path: "\(folders.sandbox(id))/lock")
        return try lock.withLock { try body() }
    }
}
