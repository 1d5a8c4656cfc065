import ContainerRuntime
import ContainerShim
import JSON
import LinuxSystem
import NetworkAddress

/// What the runtime knows, as its files say it.
struct RuntimeState: Sendable {
    var sandboxes: [String: SandboxRecord] = [:]
    var containers: [String: ContainerRecord] = [:]

    /// Reads what an earlier run left. Folders that were not finished are removed: nobody was told
    /// of them.
    init(reading folders: RuntimeFolders) throws {
        for id in try Files.list(folders.sandboxes) {
            let json = try? JSON(parsing: Files.read(folders.sandboxFile(id)))
            guard var record = json.flatMap({ SandboxRecord(id, $0) }) else {
                try Files.removeTree(folders.sandbox(id))
                continue
            }
            let isAlone = !record.configuration.isHostNetwork
            // After the machine was started again the file is there, and no namespace on it.
            if record.phase == .ready, isAlone, !folders.hasNamespace(id) {
                record.phase = .stopping
            }
            sandboxes[id] = record
        }
        for id in try Files.list(folders.containers) {
            let json = try? JSON(parsing: Files.read(folders.containerFile(id)))
            guard let record = json.flatMap({ ContainerRecord(id, $0) }) else {
                try Files.removeTree(folders.container(id).path)
                continue
            }
            containers[id] = record
        }
        // Ends of containers that were removed, all but these files.
        for id in try Files.list(folders.exits) where containers[id] == nil {
            try Files.remove(folders.exit(id))
        }
    }
}

/// A sandbox and how far it is.
struct SandboxRecord: Sendable {
    enum Phase: String { case making, ready, stopping, stopped }

    var id: String
    var createdAt: Int64
    var phase = Phase.making
    var addresses: [IPAddress] = []
    var configuration: SandboxConfiguration

    init(id: String, createdAt: Int64, configuration: SandboxConfiguration) {
        self.id = id
        self.createdAt = createdAt
        self.configuration = configuration
    }

    init?(_ id: String, _ json: JSON) {
        guard let configuration = json["configuration"] else { return nil }
        self.init(
            id: id, createdAt: Int64(json["createdAt"]?.int ?? 0),
            configuration: SandboxConfiguration(configuration))
        phase = json["phase"]?.string.flatMap(Phase.init) ?? .stopping
        addresses =
            json["addresses"]?.array?.compactMap { $0.string.flatMap { IPAddress($0) } } ?? []
    }

    var json: JSON {
        [
            "createdAt": .int(createdAt), "phase": .string(phase.rawValue),
            "addresses": .strings(addresses.map(\.description)),
            "configuration": configuration.json,
        ]
    }

    var shown: SandboxState {
        SandboxState(
            id: id, namespace: configuration.namespace, name: configuration.name,
            uid: configuration.uid, attempt: configuration.attempt, isReady: phase == .ready,
            createdAt: createdAt, addresses: addresses, labels: configuration.labels,
            annotations: configuration.annotations)
    }
}

/// A container as it was asked for; how it is stands in its shim's files.
struct ContainerRecord: Sendable {
    var id: String
    var sandbox: String
    var createdAt: Int64
    var configuration: ContainerConfiguration
    var imageID: String
    var logPath: String
    /// Its processes, once it was seen to run.
    var process: ContainerProcess?
    /// Its end, once it was seen.
    var exit: ContainerExit?

    init(
        id: String, sandbox: String, createdAt: Int64, configuration: ContainerConfiguration,
        imageID: String, logPath: String
    ) {
        self.id = id
        self.sandbox = sandbox
        self.createdAt = createdAt
        self.configuration = configuration
        self.imageID = imageID
        self.logPath = logPath
    }

    init?(_ id: String, _ json: JSON) {
        guard let sandbox = json["sandbox"]?.string, let configuration = json["configuration"]
        else { return nil }
        self.init(
            id: id, sandbox: sandbox, createdAt: Int64(json["createdAt"]?.int ?? 0),
            configuration: ContainerConfiguration(configuration),
            imageID: json["imageID"]?.string ?? "", logPath: json["logPath"]?.string ?? "")
    }

    var json: JSON {
        [
            "sandbox": .string(sandbox), "createdAt": .int(createdAt),
            "imageID": .string(imageID), "logPath": .string(logPath),
            "configuration": configuration.json,
        ]
    }

    func shown(
        _ phase: ContainerState.Phase, startedAt: Int64 = 0, exit: ContainerExit? = nil
    ) -> ContainerState {
        ContainerState(
            id: id, sandbox: sandbox, name: configuration.name, attempt: configuration.attempt,
            image: configuration.image, imageID: imageID, phase: phase, createdAt: createdAt,
            startedAt: startedAt, finishedAt: exit?.finishedAt ?? 0, exitCode: exit?.code ?? 0,
            reason: exit?.reason ?? "", message: exit?.message ?? "", logPath: logPath,
            labels: configuration.labels, annotations: configuration.annotations)
    }
}
