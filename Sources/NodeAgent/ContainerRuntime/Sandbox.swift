import NetworkAddress

/// Which sandbox of which pod.
public struct SandboxReference: Sendable, Hashable {
    /// The runtime's id of it.
    public var id: String
    /// What it was made from.
    public var configuration: SandboxConfiguration

    public init(id: String, configuration: SandboxConfiguration) {
        self.id = id
        self.configuration = configuration
    }
}

/// What a pod's sandbox must be.
public struct SandboxConfiguration: Sendable, Hashable {
    /// A port of the node that leads to the pod.
    public struct PortMapping: Sendable, Hashable {
        /// `TCP`, `UDP`, `SCTP`.
        public var transport: String
        public var containerPort: UInt16
        public var hostPort: UInt16
        /// Empty for all addresses of the node.
        public var hostIP: String

        public init(
            transport: String, containerPort: UInt16, hostPort: UInt16, hostIP: String = ""
        ) {
            self.transport = transport
            self.containerPort = containerPort
            self.hostPort = hostPort
            self.hostIP = hostIP
        }
    }

    public var namespace: String
    public var name: String
    public var uid: String
    /// Counts the sandboxes of one pod, from 0.
    public var attempt: Int
    /// The host name in it.
    public var hostname: String
    /// Where its containers' logs are: `/var/log/pods/<namespace>_<name>_<uid>`.
    public var logDirectory: String
    /// The resolver's file; an empty one leaves the runtime's own.
    public var resolverFile: ResolverFile
    public var portMappings: [PortMapping] = []
    public var labels: [String: String] = [:]
    public var annotations: [String: String] = [:]
    /// Whether it shares the node's network.
    public var isHostNetwork = false
    public var isHostPID = false
    public var isHostIPC = false
    /// Whether containers see each other's processes.
    public var sharesProcesses = false
    public var sysctls: [String: String] = [:]
    /// A RuntimeClass's handler; empty for the usual one.
    public var runtimeHandler = ""
    /// Whether any of its containers is privileged.
    public var isPrivileged = false

    public init(
        namespace: String, name: String, uid: String, attempt: Int = 0, hostname: String,
        logDirectory: String, resolverFile: ResolverFile = ResolverFile()
    ) {
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.attempt = attempt
        self.hostname = hostname
        self.logDirectory = logDirectory
        self.resolverFile = resolverFile
    }
}

/// What `/etc/resolv.conf` says.
public struct ResolverFile: Sendable, Hashable {
    public var servers: [String]
    public var searches: [String]
    /// `ndots:5`.
    public var options: [String]

    public init(servers: [String] = [], searches: [String] = [], options: [String] = []) {
        self.servers = servers
        self.searches = searches
        self.options = options
    }

    /// The file's text; empty when nothing is said.
    public var text: String {
        var text = servers.map { "nameserver \($0)\n" }.joined()
        if !searches.isEmpty { text += "search \(searches.joined(separator: " "))\n" }
        if !options.isEmpty { text += "options \(options.joined(separator: " "))\n" }
        return text
    }
}

/// A sandbox as the runtime has it.
public struct SandboxState: Sendable, Hashable {
    public var id: String
    public var namespace: String
    public var name: String
    public var uid: String
    public var attempt: Int
    /// Whether it stands, with its network.
    public var isReady: Bool
    /// Microseconds since 1970.
    public var createdAt: Int64
    /// The pod's addresses, the main one first; empty with the node's network.
    public var addresses: [IPAddress]
    public var labels: [String: String]
    public var annotations: [String: String]

    public init(
        id: String, namespace: String, name: String, uid: String, attempt: Int, isReady: Bool,
        createdAt: Int64, addresses: [IPAddress], labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) {
        self.id = id
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.attempt = attempt
        self.isReady = isReady
        self.createdAt = createdAt
        self.addresses = addresses
        self.labels = labels
        self.annotations = annotations
    }
}
