/// What a container must be.
public struct ContainerConfiguration: Sendable, Hashable {
    /// A folder or file of the node that the container sees.
    public struct Mount: Sendable, Hashable {
        /// How mounts made later go across: CRI's words.
        public enum Propagation: Sendable, Hashable { case `private`, hostToContainer, both }

        public var containerPath: String
        public var hostPath: String
        public var isReadOnly: Bool
        public var propagation = Propagation.private

        public init(containerPath: String, hostPath: String, isReadOnly: Bool = false) {
            self.containerPath = containerPath
            self.hostPath = hostPath
            self.isReadOnly = isReadOnly
        }
    }

    /// How much of the machine it may use; nil or 0 says nothing.
    public struct Limits: Sendable, Hashable {
        /// From the CPU request: 2 … 262144.
        public var cpuShares = 0
        /// Microseconds of processor a period of 100 ms.
        public var cpuQuota = 0
        /// Bytes.
        public var memory = 0
        /// −1000 … 1000.
        public var oomScoreAdjustment = 0

        public init() {}
    }

    /// Who it runs as and what it may do.
    public struct Security: Sendable, Hashable {
        public var isPrivileged = false
        public var user: Int?
        public var group: Int?
        public var supplementalGroups: [Int] = []
        public var hasReadOnlyRoot = false
        public var addedCapabilities: [String] = []
        public var droppedCapabilities: [String] = []
        public var allowsPrivilegeEscalation = true

        public init() {}
    }

    public var name: String
    /// Counts the runs of this container, from 0: its restart count.
    public var attempt: Int
    /// As the pod names it.
    public var image: String
    /// Empty takes the image's entry point.
    public var command: [String]
    /// Empty takes the image's, unless `command` is given.
    public var arguments: [String]
    public var workingDirectory: String
    /// In order; later ones win.
    public var environment: [(name: String, value: String)] {
        get { variables.map { ($0.name, $0.value) } }
        set { variables = newValue.map(Variable.init) }
    }
    private var variables: [Variable] = []
    public var mounts: [Mount] = []
    /// Below the sandbox's log directory: `web/0.log`, in CRI's format.
    public var logPath: String
    public var labels: [String: String] = [:]
    public var annotations: [String: String] = [:]
    public var hasStandardInput = false
    public var closesStandardInputAfterFirst = false
    public var hasTerminal = false
    public var limits = Limits()
    public var security = Security()
    /// `TERM` and the like; empty for the image's.
    public var stopSignal = ""

    private struct Variable: Sendable, Hashable {
        var name: String
        var value: String
    }

    public init(
        name: String, attempt: Int, image: String, command: [String] = [],
        arguments: [String] = [], workingDirectory: String = "", logPath: String
    ) {
        self.name = name
        self.attempt = attempt
        self.image = image
        self.command = command
        self.arguments = arguments
        self.workingDirectory = workingDirectory
        self.logPath = logPath
    }
}

/// A container as the runtime has it.
public struct ContainerState: Sendable, Hashable {
    /// Where it is in its life.
    public enum Phase: Sendable, Hashable { case created, running, exited, unknown }

    public var id: String
    public var sandbox: String
    public var name: String
    public var attempt: Int
    /// As it was asked for, and the runtime's own id of it.
    public var image: String
    public var imageID: String
    public var phase: Phase
    /// Microseconds since 1970; 0 before.
    public var createdAt: Int64
    public var startedAt: Int64
    public var finishedAt: Int64
    /// Of an exited one; 128 + n after signal n.
    public var exitCode: Int
    /// `Completed`, `Error`, `OOMKilled`, `ContainerCannotRun` …
    public var reason: String
    public var message: String
    /// The whole path of its log.
    public var logPath: String
    public var labels: [String: String]
    public var annotations: [String: String]

    public init(
        id: String, sandbox: String, name: String, attempt: Int, image: String, imageID: String,
        phase: Phase, createdAt: Int64, startedAt: Int64 = 0, finishedAt: Int64 = 0,
        exitCode: Int = 0, reason: String = "", message: String = "", logPath: String,
        labels: [String: String] = [:], annotations: [String: String] = [:]
    ) {
        self.id = id
        self.sandbox = sandbox
        self.name = name
        self.attempt = attempt
        self.image = image
        self.imageID = imageID
        self.phase = phase
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.exitCode = exitCode
        self.reason = reason
        self.message = message
        self.logPath = logPath
        self.labels = labels
        self.annotations = annotations
    }
}

/// An image that is here.
public struct ImageState: Sendable, Hashable {
    public var id: String
    public var names: [String]
    /// Bytes.
    public var size: Int
    /// The user it runs as when the pod says nothing; nil for a name instead of a number.
    public var user: Int?

    public init(id: String, names: [String], size: Int, user: Int? = nil) {
        self.id = id
        self.names = names
        self.size = size
        self.user = user
    }
}
