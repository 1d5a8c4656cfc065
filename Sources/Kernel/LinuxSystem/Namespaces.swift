import CLinux

/// The kinds of namespaces that a process is in, beside its network.
public enum NamespaceKind: Int32, CaseIterable, Sendable {
    /// C: CLONE_NEWPID
    case processes = 0x2000_0000
    /// C: CLONE_NEWIPC
    case messages = 0x0800_0000
    /// C: CLONE_NEWNET
    case network = 0x4000_0000
    /// C: CLONE_NEWUTS
    case hostName = 0x0400_0000
    /// C: CLONE_NEWNS
    case mounts = 0x0002_0000

    /// Its name below `/proc/<pid>/ns`.
    public var name: String {
        switch self {
        case .processes: "pid"
        case .messages: "ipc"
        case .network: "net"
        case .hostName: "uts"
        case .mounts: "mnt"
        }
    }
}

/// Moves the calling thread between namespaces. For small programs with one thread.
public enum Namespaces {
    /// Makes a new namespace of processes; the next child is its process 1. C: CLONE_NEWPID
    public static func unshareProcesses() throws(SystemError) {
        try systemCall("create process namespace") {
            clinux_unshare(NamespaceKind.processes.rawValue)
        }
    }

    /// Moves to where a process is, in all that it shares with nobody here, and to the root folder
    /// there. Children are in its namespace of processes; the caller itself stays in its own.
    public static func enter(of process: Int32) throws(SystemError) {
        var numbers: [(NamespaceKind, Int32)] = []
        // Closed again by the caller's end or by exec: the caller becomes something else here.
        for kind in NamespaceKind.allCases {
            let file = try Descriptor(opening: "/proc/\(process)/ns/\(kind.name)")
            numbers.append((kind, file.release()))
        }
        for (kind, number) in numbers {
            try systemCall("enter namespace", "\(kind.name) of process \(process)") {
                clinux_setns(number, kind.rawValue)
            }
        }
    }
}
