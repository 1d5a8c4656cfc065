import CLinux
import Glibc

/// Turns the calling process into another program.
public enum ProcessImage {
    /// Moves the calling thread into the mount namespace of a process, and to its root folder.
    ///
    /// A thread shares its working folder with the process's others, and the kernel refuses to move
    /// it as long as it does; so this gives it one of its own first.
    public static func enterMounts(of process: Int32) throws(SystemError) {
        let path = "/proc/\(process)/ns/mnt"
        let file = try Descriptor(opening: path)
        try systemCall("unshare the working folder") { clinux_unshare(shareOfFolders) }
        try systemCall("enter mount namespace", path) {
            clinux_setns(file.rawValue, CloneFlags.mount)
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
        var variables = environment.sorted { $0.key < $1.key }
            .map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for word in words + variables { free(word) }
        }
        try systemCall("execute", executable) { execve(executable, &words, &variables) }
    }

    /// C: CLONE_FS
    private static let shareOfFolders: Int32 = 0x200
}
