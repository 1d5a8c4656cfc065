import Glibc

extension Files {
    /// Sets who may do what with a file or folder, whatever the umask says. C: chmod
    public static func setMode(_ path: String, _ mode: UInt32) throws(SystemError) {
        try systemCall("set mode of", path) { chmod(path, mode) }
    }

    /// Gives a file, folder or symbolic link to a user, a group, or both. C: lchown
    public static func setOwner(
        _ path: String, user: UInt32? = nil, group: UInt32? = nil
    ) throws(SystemError) {
        try systemCall("set owner of", path) { lchown(path, user ?? .max, group ?? .max) }
    }

    /// Replaces a file's content in place, without waiting for the disk; it is made when missing.
    public static func write(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
    ) throws(SystemError) {
        let file = try Descriptor(opening: path, [.writeOnly, .create, .truncate], mode: mode)
        try file.write(bytes)
    }

    /// Bytes that the file system of a path holds, and of these, the free ones. C: statvfs
    public static func capacity(_ path: String) throws(SystemError) -> (total: Int, free: Int) {
        var status = statvfs()
        try systemCall("ask file system of", path) { statvfs(path, &status) }
        let block = Int(status.f_frsize)
        return (Int(status.f_blocks) * block, Int(status.f_bavail) * block)
    }
}
