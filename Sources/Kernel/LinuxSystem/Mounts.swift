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
