import Glibc

/// What is known of a file without reading it.
public struct FileStatus: Hashable, Sendable {
    /// The device that holds it.
    public var device: UInt64
    /// Its number on that device; with the device it tells files apart.
    public var inode: UInt64
    /// In bytes.
    public var size: Int
    /// Kind and permissions. C: st_mode
    public var mode: UInt32
    /// How many names it has.
    public var linkCount: UInt64
    /// When its content changed, in nanoseconds since 1970.
    public var modifiedNanoseconds: Int64

    /// The last twelve bits of the mode.
    public var permissions: UInt32 { mode & 0o7777 }
    /// Whether it is a folder.
    public var isDirectory: Bool { mode & 0o170000 == 0o040000 }
    /// Whether it is an ordinary file.
    public var isRegular: Bool { mode & 0o170000 == 0o100000 }
    /// Whether it is a symbolic link; only `linkStatus` tells.
    public var isSymbolicLink: Bool { mode & 0o170000 == 0o120000 }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        mode = status.st_mode
        linkCount = UInt64(status.st_nlink)
        modifiedNanoseconds =
            Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }
}

extension Files {
    /// The status of a file, of what it points to when it is a symbolic link.
    public static func status(_ path: String) throws(SystemError) -> FileStatus {
        var status = stat()
        try systemCall("stat", path) { fstatat(AT_FDCWD, path, &status, 0) }
        return FileStatus(status)
    }

    /// The status of a file, or of the symbolic link itself.
    public static func linkStatus(_ path: String) throws(SystemError) -> FileStatus {
        var status = stat()
        try systemCall("stat", path) { Glibc.lstat(path, &status) }
        return FileStatus(status)
    }

    /// The status of an open file.
    ///
    /// - Parameter subject: what the error calls it.
    public static func status(
        of file: borrowing Descriptor, subject: String = ""
    ) throws(SystemError) -> FileStatus {
        var status = stat()
        let number = file.rawValue
        try systemCall("stat", subject) { fstat(number, &status) }
        return FileStatus(status)
    }
}
