import CLinux
import Glibc

/// Turns the calling process into another program.
public enum ProcessImage {
    /// Moves the calling thread to where a process is: its host name and its mounts, and there to
    /// the root folder. Its network is entered by `NetworkNamespace.enter`.
    ///
    /// A thread shares its working folder with the process's others, and the kernel refuses to move
    /// it as long as it does; so this gives it one of its own first.
    public static func enterSurroundings(of process: Int32) throws(SystemError) {
        let folder = "/proc/\(process)/ns"
        // Both are opened before the first is entered: /proc may be another one inside.
        let name = try Descriptor(opening: "\(folder)/uts")
        let mounts = try Descriptor(opening: "\(folder)/mnt")
        try systemCall("unshare the working folder") { clinux_unshare(shareOfFolders) }
        try systemCall("enter namespace", "\(folder)/uts") { clinux_setns(name.rawValue, hostName) }
        try systemCall("enter namespace", "\(folder)/mnt") {
            clinux_setns(mounts.rawValue, CloneFlags.mount)
        }
        try systemCall("change folder to", "/") { chdir("/") }
    }

    /// Executes a program in place of this one. It inherits the calling thread's namespaces.
    ///
    /// - Parameters:
    ///   - executable: a path.
    ///   - arguments: what follows the program's own name.
    ///   - name: what the program sees as its own name; nil for the path.
    public static func replace(
        by executable: String, _ arguments: [String], environment: [String: String],
        name: String? = nil
    ) throws(SystemError) {
        var words = ([name ?? executable] + arguments).map { strdup($0) } + [nil]
        var variables =
            environment.sorted { $0.key < $1.key }
            .map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for word in words + variables { free(word) }
        }
        try systemCall("execute", executable) { execve(executable, &words, &variables) }
    }

    /// C: CLONE_NEWUTS
    private static let hostName: Int32 = 0x0400_0000
    /// C: CLONE_FS
    private static let shareOfFolders: Int32 = 0x200
}
