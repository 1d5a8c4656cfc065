import CLinux
import Glibc

/// Changes of the calling process's tree of mounts.
public enum Mounts {
    /// Whether changes below a mount show in its copies in other namespaces.
    public enum Propagation: UInt, Sendable {
        /// Both ways. C: MS_SHARED
        case shared = 0x10_0000
        /// Not at all. C: MS_PRIVATE
        case `private` = 0x4_0000
        /// Changes come in, none goes out. C: MS_SLAVE
        case receiving = 0x8_0000
    }

    /// Shows a file or folder at a second place. C: MS_BIND
    ///
    /// - Parameter isRecursive: with the mounts below it. C: MS_REC
    public static func bind(
        _ source: String, onto target: String, isRecursive: Bool = true
    ) throws(SystemError) {
        let flags: UInt = 0x1000 | (isRecursive ? recursive : 0)
        try systemCall("bind mount on", target) {
            clinux_mount(source, target, nil, flags, nil)
        }
    }

    /// A folder in memory, such as for `/run` of a pod.
    ///
    /// - Parameter options: as `mount -o` takes them, such as `size=1m,mode=755`.
    public static func mountTmpfs(
        on target: String, options: String = "mode=755"
    ) throws(SystemError) {
        try systemCall("mount tmpfs on", target) {
            clinux_mount("tmpfs", target, "tmpfs", 0, options)
        }
    }

    /// Mounts any file system.
    public static func mount(
        _ source: String, on target: String, type: String, flags: UInt = 0, options: String = ""
    ) throws(SystemError) {
        try systemCall("mount on", target) { clinux_mount(source, target, type, flags, options) }
    }

    /// Lets nobody write through one mount; what is mounted below it is left as it is.
    /// C: MS_REMOUNT | MS_BIND | MS_RDONLY
    public static func makeReadOnly(_ target: String) throws(SystemError) {
        try systemCall("make read-only", target) {
            clinux_mount(nil, target, nil, 0x20 | 0x1000 | 0x1, nil)
        }
    }

    /// Makes a mount the root of the calling thread's namespace of mounts, and enters it.
    ///
    /// - Parameter old: a folder below the new root, without a slash in front; the old root is
    ///   mounted there afterwards.
    public static func changeRoot(to root: String, old: String) throws(SystemError) {
        try systemCall("change folder to", root) { chdir(root) }
        try systemCall("change root to", root) { clinux_pivot_root(".", old) }
        try systemCall("change folder to", "/") { chdir("/") }
    }

    /// Where something is mounted in the calling thread's namespace, in the order of mounting.
    /// Source: proc_pid_mountinfo(5).
    public static func points() throws(SystemError) -> [String] {
        try Files.readText("/proc/thread-self/mountinfo").split(separator: "\n").compactMap {
            line in
            let fields = line.split(separator: " ", maxSplits: 5)
            return fields.count > 4 ? unescaped(fields[4]) : nil
        }
    }

    /// `\040` is a space, and so on.
    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("\\") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sets how changes spread from and to a mount.
    public static func setPropagation(
        _ propagation: Propagation, of target: String, isRecursive: Bool = true
    ) throws(SystemError) {
        let flags = propagation.rawValue | (isRecursive ? recursive : 0)
        try systemCall("set propagation of", target) {
            clinux_mount("", target, "none", flags, nil)
        }
    }

    /// Takes a mount away.
    ///
    /// - Parameter isLazy: now from the tree, and altogether when nobody uses it. C: MNT_DETACH
    public static func unmount(_ target: String, isLazy: Bool = false) throws(SystemError) {
        try systemCall("unmount", target) { clinux_unmount(target, isLazy ? 2 : 0) }
    }

    /// Gives the calling thread a tree of mounts of its own, whose changes nobody else sees.
    public static func unshareTree() throws(SystemError) {
        try systemCall("create mount namespace") { clinux_unshare(CloneFlags.mount) }
        try setPropagation(.private, of: "/")
    }

    /// C: MS_REC
    private static let recursive: UInt = 0x4000
}
