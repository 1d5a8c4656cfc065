import JSON

/// Where a node's pods and containers are in its runtime: what serves logs and streams asks it.
public protocol PodDirectory: Sendable {
    /// A pod of this node as it is now; nil when there is none of that name.
    func pod(namespace: String, name: String) async -> PodEntry?

    /// All pods of this node, a `PodList` as `/pods` gives it.
    func podList() async -> JSON
}

/// A pod and where its parts are.
public struct PodEntry: Sendable, Hashable {
    public var namespace: String
    public var name: String
    public var uid: String
    /// The sandbox that stands, by the runtime's id; nil when none does.
    public var sandbox: String?
    public var isHostNetwork: Bool
    /// In the order of the manifest: those for initialisation first.
    public var containers: [ContainerEntry]

    public init(
        namespace: String, name: String, uid: String, sandbox: String?, isHostNetwork: Bool,
        containers: [ContainerEntry]
    ) {
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.sandbox = sandbox
        self.isHostNetwork = isHostNetwork
        self.containers = containers
    }
}

/// A container and where it is.
public struct ContainerEntry: Sendable, Hashable {
    /// One run of it.
    public struct Run: Sendable, Hashable {
        /// The runtime's id.
        public var id: String
        public var isRunning: Bool
        /// The whole path of its log.
        public var logPath: String

        public init(id: String, isRunning: Bool, logPath: String) {
            self.id = id
            self.isRunning = isRunning
            self.logPath = logPath
        }
    }

    public var name: String
    public var hasStandardInput: Bool
    public var hasTerminal: Bool
    /// The last run; nil before the first.
    public var current: Run?
    /// The run before it, for `kubectl logs --previous`.
    public var previous: Run?
    /// Why there is no run: `waiting to start: ContainerCreating`.
    public var waitingReason: String

    public init(
        name: String, hasStandardInput: Bool, hasTerminal: Bool, current: Run?, previous: Run?,
        waitingReason: String
    ) {
        self.name = name
        self.hasStandardInput = hasStandardInput
        self.hasTerminal = hasTerminal
        self.current = current
        self.previous = previous
        self.waitingReason = waitingReason
    }
}
