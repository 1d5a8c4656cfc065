import ContainerShim
import JSON
import LinuxSystem

/// What a process runtime has on its disk, read without a word to it: it may be running, or gone.
public struct ProcessInventory: Sendable {
    /// A pod's sandbox.
    public struct Pod: Sendable, Hashable {
        public var namespace: String
        public var name: String
        public var uid: String
        /// The folders of its containers that run: what `martlet-shim exec` takes.
        public var containers: [String]
    }

    private let folders: RuntimeFolders

    /// The runtime below a root; see `ProcessRuntime.Options`.
    public init(root: String) {
        folders = RuntimeFolders(root: root, namespaces: "\(root)/netns")
    }

    /// The pods that are there, or half there.
    public func pods() throws -> [Pod] {
        guard Files.exists(folders.sandboxes) else { return [] }
        var containers: [String: [String]] = [:]
        for id in try list(folders.containers) {
            guard let json = try? JSON(parsing: Files.read(folders.containerFile(id))),
                let record = ContainerRecord(id, json),
                let first = folders.container(id).readProcess()?.first, first.isRunning
            else { continue }
            containers[record.sandbox, default: []].append(folders.container(id).path)
        }
        return try list(folders.sandboxes).compactMap { id in
            guard let json = try? JSON(parsing: Files.read(folders.sandboxFile(id))),
                let record = SandboxRecord(id, json)
            else { return nil }
            return Pod(
                namespace: record.configuration.namespace, name: record.configuration.name,
                uid: record.configuration.uid, containers: containers[id] ?? [])
        }
    }

    /// The files of the pods' network namespaces.
    public func namespaces() throws -> [String] {
        guard Files.exists(folders.namespaces) else { return [] }
        return try list(folders.namespaces).map { folders.namespace($0) }
    }

    /// Ends all processes of all pods, and their networks, as a lost power does. The runtime, which
    /// must not run meanwhile, finds its sandboxes dead.
    public func cutPower() throws {
        for id in try list(folders.containers) {
            guard let process = folders.container(id).readProcess() else { continue }
            for one in [process.monitor, process.first].compactMap({ $0 }) where one.isRunning {
                try? ProcessSignals.send(.kill, to: one.pid)
            }
        }
        for path in try namespaces() { try NetworkNamespace.remove(path: path) }
    }

    /// Folders come and go while the runtime runs; one that was never made is empty.
    private func list(_ folder: String) throws -> [String] {
        Files.exists(folder) ? try Files.list(folder) : []
    }
}
