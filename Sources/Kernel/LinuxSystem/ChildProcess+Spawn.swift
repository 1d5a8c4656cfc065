import CLinux
import Glibc

extension ChildProcess {
    /// A file or folder that a child sees in place of another.
    public struct BindMount: Hashable, Sendable {
        /// What it sees.
        public var source: String
        /// Where it sees it; must exist.
        public var target: String

        /// `source`, seen at `target`.
        public init(from source: String, to target: String) {
            self.source = source
            self.target = target
        }
    }

    /// What to start, and in which surroundings.
    public struct Program: Sendable {
        /// The path of the program; `PATH` is not searched.
        public var executable: String
        /// The arguments, without the program's own name.
        public var arguments: [String]
        /// What the program sees as its own name; nil is the path.
        public var argumentZero: String?
        /// `NAME=value` each; nil is the parent's.
        public var environment: [String]?
        /// The folder it starts in; nil is the parent's.
        public var directory: String?
        /// A name of the machine that only it sees. C: CLONE_NEWUTS
        public var hostname: String?
        /// The descriptor of its network namespace; nil is the calling thread's.
        public var networkNamespace: Int32?
        /// Whether it gets a tree of mounts of its own, private through and through.
        public var hasOwnMounts = false
        /// What it sees elsewhere; a reason for mounts of its own.
        public var bindMounts: [BindMount] = []
        /// Standard input.
        public var input = Stream.inherited
        /// Standard output.
        public var output = Stream.inherited
        /// Standard error.
        public var error = Stream.inherited
        /// What it finds as descriptor 3; nil for nothing.
        public var extraStream: Int32?
        /// Whether it leads a session, away from the terminal and its signals. C: setsid
        public var startsSession = false
        /// Whether standard input becomes the terminal of its session. C: TIOCSCTTY
        public var takesTerminal = false
        /// The user it runs as; nil is the parent's.
        public var user: UInt32?
        /// The group it runs as; nil is the parent's.
        public var group: UInt32?
        /// The further groups it belongs to; nil is the parent's.
        public var groups: [UInt32]?
        /// Whether programs it executes gain nothing by their files. C: PR_SET_NO_NEW_PRIVS
        public var gainsNoPrivileges = false
        /// What it gets when the **thread** that started it ends; one of a pool ends when it is
        /// idle, see `spawnForLife`. C: PR_SET_PDEATHSIG
        public var parentDeathSignal: Signal?
        /// Whether it stops before its first instruction; `TracedProcess` starts it so.
        var isTraced = false

        /// A program, in the parent's surroundings.
        public init(_ executable: String, _ arguments: [String] = []) {
            self.executable = executable
            self.arguments = arguments
        }
    }

    /// Starts a program; returns once it runs. Whatever keeps it from running is thrown here, with
    /// the step that failed.
    public static func spawn(_ program: Program) throws(SystemError) -> ChildProcess {
        let arguments = CStrings([program.argumentZero ?? program.executable] + program.arguments)
        let environment = CStrings(program.environment ?? Environment.entries)
        let mounts = CStrings(program.bindMounts.flatMap { [$0.source, $0.target] })
        let executable = CStrings([program.executable])
        let directory = program.directory.map { CStrings([$0]) }
        let hostname = program.hostname.map { CStrings([$0]) }
        var what = clinux_spawn()
        what.executable = executable.first
        what.arguments = arguments.constants
        what.environment = environment.constants
        what.directory = directory?.first
        what.hostname = hostname?.first
        what.network_namespace = program.networkNamespace ?? -1
        what.new_mount_namespace = program.hasOwnMounts || !program.bindMounts.isEmpty ? 1 : 0
        what.bind_mounts = mounts.constants
        what.streams = (program.input.number, program.output.number, program.error.number)
        what.new_session = program.startsSession ? 1 : 0
        what.parent_death_signal = program.parentDeathSignal?.rawValue ?? 0
        what.traced = program.isTraced ? 1 : 0
        what.extra_stream = program.extraStream ?? -1
        what.controlling_terminal = program.takesTerminal ? 1 : 0
        what.user = program.user.map { Int32(bitPattern: $0) } ?? -1
        what.group = program.group.map { Int32(bitPattern: $0) } ?? -1
        what.group_count = program.groups.map { Int32($0.count) } ?? -1
        what.no_new_privileges = program.gainsNoPrivileges ? 1 : 0
        var step: Int32 = 0
        var index: Int32 = 0
        let groups = program.groups ?? []
        let (pid, code) = groups.withUnsafeBufferPointer { groups in
            what.groups = groups.baseAddress
            let pid = clinux_spawn(&what, &step, &index)
            return (pid, Errno.current)
        }
        withExtendedLifetime((arguments, environment, mounts, executable, directory, hostname)) {}
        guard pid > 0 else {
            throw failure(of: program, step: UInt32(step), index: Int(index), code)
        }
        return ChildProcess(pid: pid)
    }

    /// Starts a program from a thread of its own, in the caller's namespaces, that stays until the
    /// program has ended: its `parentDeathSignal` comes when this process ends, and not before.
    public static func spawnForLife(_ program: Program) throws -> ChildProcess {
        let outcome = Outcome<ChildProcess>()
        let isStarted = try EventDescriptor()
        _ = try SystemThread.spawn(name: "parent") {
            let started = Result { try spawn(program) }
            let handle = try? started.get().openHandle()
            outcome.set(started)
            isStarted.signal()
            if let handle { _ = try? Poll.wait(handle.rawValue, .readable, timeout: nil) }
        }
        _ = try isStarted.wait()
        return try outcome.get()
    }

    private static func failure(
        of program: Program, step: UInt32, index: Int, _ errno: Errno
    ) -> SystemError {
        let (operation, subject) =
            switch clinux_spawn_step(rawValue: step) {
            case CLINUX_STEP_SESSION: ("start session for", program.executable)
            case CLINUX_STEP_DEATH_SIGNAL: ("set death signal of", program.executable)
            case CLINUX_STEP_NETWORK: ("enter network namespace for", program.executable)
            case CLINUX_STEP_HOSTNAME: ("set host name", program.hostname ?? "")
            case CLINUX_STEP_MOUNT_NAMESPACE: ("create mount namespace for", program.executable)
            case CLINUX_STEP_BIND_MOUNT where program.bindMounts.indices.contains(index):
                (
                    "bind mount \(program.bindMounts[index].source) on",
                    program.bindMounts[index].target
                )
            case CLINUX_STEP_DIRECTORY: ("change directory to", program.directory ?? "")
            case CLINUX_STEP_STREAMS: ("connect streams of", program.executable)
            case CLINUX_STEP_USER: ("change user of", program.executable)
            case CLINUX_STEP_EXECUTE: ("execute", program.executable)
            default: ("start", program.executable)
            }
        return SystemError(operation: operation, subject: subject, errno: errno)
    }
}

/// Strings as C takes them: an array of pointers that ends with NULL.
private final class CStrings {
    private let pointers: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        pointers.initialize(repeating: nil, count: count + 1)
        for (index, string) in strings.enumerated() {
            pointers[index] = UnsafePointer(strdup(string))
        }
    }

    deinit {
        for index in 0..<count { free(UnsafeMutablePointer(mutating: pointers[index])) }
        pointers.deallocate()
    }

    var constants: UnsafePointer<UnsafePointer<CChar>?> { UnsafePointer(pointers) }

    var first: UnsafePointer<CChar>? { pointers[0] }
}
