import LinuxSystem

/// Which namespace a path led to.
package struct NamespaceMark: Hashable, Sendable {
    /// The path, as the runtime gave it.
    package var path: String
    /// Its number: another namespace at the same path has another one.
    package var inode: UInt64

    init(path: String, inode: UInt64) {
        self.path = path
        self.inode = inode
    }

    /// The namespace at a path; nil when there is none.
    init?(path: String) {
        guard !path.isEmpty, let status = try? Files.status(path) else { return nil }
        self.init(path: path, inode: status.inode)
    }

    /// Whether the path leads to it no more. False when that cannot be told.
    package var isGone: Bool {
        do throws(SystemError) {
            return try NetworkNamespace(path: path).inode != inode
        } catch {
            // EINVAL: the file is there on which it was mounted.
            return [.enoent, .enotdir, .einval].contains(error.errno)
        }
    }
}
