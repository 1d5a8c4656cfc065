/// Everything a shim must know to run one container; nothing is left to decide.
public struct ContainerLaunch: Sendable, Hashable {
    /// A folder or file of the machine that the container sees.
    public struct Mount: Sendable, Hashable {
        public var source: String
        public var target: String
        public var isReadOnly: Bool

        public init(source: String, target: String, isReadOnly: Bool = false) {
            self.source = source
            self.target = target
            self.isReadOnly = isReadOnly
        }
    }

    /// What the container's files are a copy of: `/` for the machine's own.
    public var root: String
    /// Folders of the machine that the copy of `/` does not show.
    public var hidden: [String] = []
    /// The program, a path or a name to look for in the container's `PATH`, and its arguments.
    public var command: [String]
    /// `NAME=value` each.
    public var environment: [String] = []
    public var directory = "/"
    public var hostname = ""
    /// The file of the network namespace; empty for the one that the shim is started in.
    public var network = ""
    /// In the order in which they are made.
    public var mounts: [Mount] = []
    public var hasInput = false
    /// Whether input ends when the first that attached leaves.
    public var closesInputAfterFirst = false
    public var hasTerminal = false
    public var logPath = ""
    /// Where the end is told.
    public var exitPath = ""
    public var user: UInt32?
    public var group: UInt32?
    public var groups: [UInt32] = []
    public var isPrivileged = false
    public var isRootReadOnly = false
    public var seesMachineProcesses = false
    public var gainsNoPrivileges = false
    public var oomScoreAdjustment = 0

    public init(root: String, command: [String]) {
        self.root = root
        self.command = command
    }
}
