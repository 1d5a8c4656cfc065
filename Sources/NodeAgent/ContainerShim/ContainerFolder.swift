import JSON
import LinuxSystem

/// The folder of one container: what the runtime wrote for its shim, and the shim for the runtime.
public struct ContainerFolder: Sendable, Hashable {
    public var path: String

    public init(_ path: String) { self.path = path }

    /// What must run.
    public var launchFile: String { "\(path)/launch.json" }
    /// Who runs it.
    public var processFile: String { "\(path)/process.json" }
    /// Where streams to it are had.
    public var streamSocket: String { "\(path)/streams" }
    /// Where the shim's own words go.
    public var diagnosticsFile: String { "\(path)/shim.log" }
    /// Where the container's files are put together, in its own namespace.
    public var rootFolder: String { "\(path)/root" }

    public func readLaunch() throws -> ContainerLaunch {
        ContainerLaunch(try JSON(parsing: Files.read(launchFile)))
    }

    public func write(_ launch: ContainerLaunch) throws(SystemError) {
        try Files.writeAtomically(launchFile, launch.json.serialized(), mode: 0o600)
    }

    /// Nil when none was started.
    public func readProcess() -> ContainerProcess? {
        (try? JSON(parsing: Files.read(processFile))).flatMap(ContainerProcess.init)
    }

    func write(_ process: ContainerProcess) throws(SystemError) {
        try Files.writeAtomically(processFile, process.json.serialized(), mode: 0o600)
    }
}

/// The processes of a container.
public struct ContainerProcess: Sendable, Hashable {
    /// A process by its number, and its start, so that a number used again is no other.
    public struct Identity: Sendable, Hashable {
        public var pid: Int32
        public var start: UInt64

        public init?(running pid: Int32) {
            guard let entry = ProcessTable.entry(pid) else { return nil }
            self.init(pid: pid, start: entry.start)
        }

        init(pid: Int32, start: UInt64) {
            self.pid = pid
            self.start = start
        }

        /// Whether this very process runs; one that ended and waits to be asked how does not.
        public var isRunning: Bool {
            guard let entry = ProcessTable.entry(pid), entry.start == start else { return false }
            return entry.state != "Z" && entry.state != "X"
        }
    }

    /// The shim that watches.
    public var monitor: Identity
    /// Process 1 in the container; nil before it was started.
    public var first: Identity?
    /// Microseconds since 1970; 0 before the command runs.
    public var startedAt: Int64

    init(monitor: Identity, first: Identity? = nil, startedAt: Int64 = 0) {
        self.monitor = monitor
        self.first = first
        self.startedAt = startedAt
    }

    init?(_ json: JSON) {
        guard let monitor = json["monitor"].flatMap(Identity.init) else { return nil }
        self.init(
            monitor: monitor, first: json["first"].flatMap(Identity.init),
            startedAt: json["startedAt"]?.int.map(Int64.init) ?? 0)
    }

    var json: JSON {
        var object = JSONObject()
        object.add("monitor", monitor.json)
        object.add("first", ifPresent: first?.json)
        object.add("startedAt", .int(startedAt))
        return .object(object)
    }
}

extension ContainerProcess.Identity {
    init?(_ json: JSON) {
        guard let pid = json["pid"]?.int.flatMap(Int32.init(exactly:)),
            let start = json["start"]?.int.flatMap(UInt64.init(exactly:))
        else { return nil }
        self.init(pid: pid, start: start)
    }

    var json: JSON { ["pid": .int(pid), "start": .int(start)] }
}
