import CLinux
import Glibc

/// Namespaces that outlive the process: mounted on a file, as `ip netns` does it.
extension NetworkNamespace {
    /// Where `ip netns` keeps them.
    public static let directory = "/run/netns"

    /// The file of a name.
    public static func path(named name: String) -> String { "\(directory)/\(name)" }

    /// A new namespace that ends with the last value, thread or process that holds it.
    public static func create() throws -> NetworkNamespace {
        try onThread(named: "netns-new") {
            try unshare()
            return try NetworkNamespace(
                Descriptor(opening: "/proc/thread-self/ns/net"), subject: "(new)")
        }
    }

    /// A new namespace mounted on a new file; it lives until `remove(path:)`.
    ///
    /// Throws EEXIST when the file exists. The file's directory must exist.
    @discardableResult
    public static func create(path: String) throws -> NetworkNamespace {
        try Files.createExclusively(path, [], mode: 0o444)
        do {
            return try onThread(named: "netns-new") {
                try unshare()
                try Mounts.bind("/proc/thread-self/ns/net", onto: path, isRecursive: false)
                return try NetworkNamespace(path: path)
            }
        } catch {
            // A file without a namespace would be in the way of the next attempt.
            try? Files.remove(path)
            throw error
        }
    }

    /// A new namespace under a name that `ip netns` knows, too.
    @discardableResult
    public static func create(name: String) throws -> NetworkNamespace {
        try prepareDirectory()
        return try create(path: path(named: name))
    }

    /// Takes the mount and the file away; the namespace itself ends with its last user.
    public static func remove(path: String) throws(SystemError) {
        do throws(SystemError) {
            try Mounts.unmount(path, isLazy: true)
        } catch  where error.errno == .einval {
            // Nothing is mounted: what is left of an attempt that failed, or of a restart.
        }
        try Files.remove(path)
    }

    /// Takes a name away.
    public static func remove(name: String) throws(SystemError) {
        try remove(path: path(named: name))
    }

    /// The names that `ip netns list` would show, sorted.
    public static func names() throws(SystemError) -> [String] {
        do throws(SystemError) {
            return try Files.list(directory)
        } catch  where error.errno == .enoent {
            return []
        }
    }

    private static func unshare() throws(SystemError) {
        try systemCall("create network namespace") { clinux_unshare(CloneFlags.network) }
    }

    /// Makes the directory a shared mount, so that a name made or removed in one mount namespace
    /// shows in all: otherwise a copy elsewhere would keep a removed namespace alive.
    private static func prepareDirectory() throws(SystemError) {
        try Files.createDirectories(directory)
        do throws(SystemError) {
            try Mounts.setPropagation(.shared, of: directory)
        } catch  where error.errno == .einval {
            try Mounts.bind(directory, onto: directory)
            try Mounts.setPropagation(.shared, of: directory)
        }
    }
}
