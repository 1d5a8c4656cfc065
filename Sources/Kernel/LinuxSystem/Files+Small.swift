import Glibc

/// Small files of a folder that others write into as well: what is there may be anything.
extension Files {
    /// The bytes of an ordinary file of at most `limit` bytes. A symbolic link is not followed, a
    /// pipe not waited for, and of a large file nothing is read.
    /// - Throws: ELOOP for a symbolic link, EISDIR for a folder, EINVAL for what is no ordinary
    ///   file otherwise, EFBIG for what is too large.
    public static func readSmall(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(opening: path, [.readOnly, .noFollow, .nonblocking])
        let status = try status(of: file, subject: path)
        guard status.isRegular, status.size <= limit else {
            let code = status.isRegular ? EFBIG : status.isDirectory ? EISDIR : EINVAL
            throw SystemError(operation: "read", subject: path, errno: Errno(code: code))
        }
        var bytes: [UInt8] = []
        guard status.size > 0 else { return bytes }
        do throws(SystemError) {
            _ = try file.read(into: &bytes, limit: status.size)
        } catch {
            throw SystemError(operation: "read", subject: path, errno: error.errno)
        }
        return bytes
    }

    /// Whether there is anything of this name, be it a symbolic link that leads nowhere.
    public static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return fstatat(AT_FDCWD, path, &status, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT
    }

    /// Gives a file new content where it lies, made when missing: nothing needs room that the file
    /// does not have. Who dies half-way leaves a mixture of old and new.
    public static func rewrite(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
    ) throws(SystemError) {
        let file = try Descriptor(opening: path, [.writeOnly, .create, .noFollow], mode: mode)
        let number = file.rawValue
        do throws(SystemError) {
            try file.write(bytes)
            try systemCall("truncate") { ftruncate(number, bytes.count) }
        } catch {
            throw SystemError(operation: "write", subject: path, errno: error.errno)
        }
    }

    /// Sets when a file's content is said to have changed, in nanoseconds since 1970. C: utimensat
    public static func setModified(
        _ path: String, nanoseconds: Int64
    ) throws(SystemError) {
        let parts = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let time = timespec(tv_sec: Int(parts.quotient), tv_nsec: Int(parts.remainder))
        try systemCall("set time of", path) {
            [time, time].withUnsafeBufferPointer {
                utimensat(AT_FDCWD, path, $0.baseAddress, AT_SYMLINK_NOFOLLOW)
            }
        }
    }
}
