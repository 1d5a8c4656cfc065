import CLinux
import Glibc

extension Files {
    /// Writes a file so that others see the old content or all of the new, also after a crash:
    /// a temporary file beside it, fsync, rename, fsync of the folder.
    ///
    /// - Parameter mode: the permissions of the file, whatever the umask says.
    public static func writeAtomically(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
    ) throws(SystemError) {
        let temporary = "\(directory(of: path))/.\(name(of: path)).\(randomName())"
        do throws(SystemError) {
            try writeNew(temporary, bytes, mode: mode)
            try rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw SystemError(operation: "write", subject: path, errno: error.errno)
        }
        try synchronizeDirectory(directory(of: path))
    }

    /// Writes a file that must not exist; EEXIST when it does. C: O_EXCL
    ///
    /// The content is on the disk when this returns; its name is after `synchronizeDirectory`.
    public static func createExclusively(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
    ) throws(SystemError) {
        let file = try create(path, mode: mode)
        do throws(SystemError) {
            try fill(file, bytes)
        } catch {
            // Half a file must not look like a whole one.
            unlink(path)
            throw SystemError(operation: "write", subject: path, errno: error.errno)
        }
    }

    /// Writes a file that must not exist, and that nobody sees before it is whole: who is killed
    /// half-way leaves none. Where the file system has no files without a name, it is
    /// `createExclusively`. C: O_TMPFILE, linkat
    public static func createWhole(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
    ) throws(SystemError) {
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor.temporary(in: directory(of: path))
        } catch let error where [EOPNOTSUPP, EISDIR, EINVAL].contains(error.errno.code) {
            return try createExclusively(path, bytes, mode: mode)
        }
        let number = file.rawValue
        do throws(SystemError) {
            try file.write(bytes)
            try systemCall("set mode of") { fchmod(number, mode) }
            try systemCall("link") {
                linkat(AT_FDCWD, "/proc/self/fd/\(number)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
            }
        } catch {
            throw SystemError(operation: "write", subject: path, errno: error.errno)
        }
    }

    /// Adds to the end of a file, which is created when it is missing; in one system call, so that
    /// lines of several processes don't mix.
    public static func append(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
    ) throws(SystemError) {
        let file = try Descriptor(opening: path, [.writeOnly, .create, .append], mode: mode)
        try file.write(bytes)
    }

    /// Writes into a file that exists, such as one of `/proc` or `/sys`, in place.
    public static func overwrite(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        let file = try Descriptor(opening: path, [.writeOnly])
        do throws(SystemError) {
            try file.write(bytes)
        } catch {
            throw SystemError(operation: "write", subject: path, errno: error.errno)
        }
    }

    /// Puts names made, changed and removed in a folder on the disk. C: fsync
    public static func synchronizeDirectory(_ path: String) throws(SystemError) {
        let folder = try Descriptor(opening: path, [.readOnly, .directory])
        let number = folder.rawValue
        try systemCall("synchronize", path) { fsync(number) }
    }

    private static func create(_ path: String, mode: UInt32) throws(SystemError) -> Descriptor {
        let flags: OpenFlags = [.writeOnly, .create, .exclusive]
        do throws(SystemError) {
            return try Descriptor(opening: path, flags, mode: mode)
        } catch {
            throw SystemError(operation: "create", subject: path, errno: error.errno)
        }
    }

    private static func fill(
        _ file: borrowing Descriptor, _ bytes: [UInt8]
    ) throws(SystemError) {
        guard !bytes.isEmpty else { return }
        try file.write(bytes)
        let number = file.rawValue
        try systemCall("synchronize") { fsync(number) }
    }

    private static func writeNew(
        _ path: String, _ bytes: [UInt8], mode: UInt32
    ) throws(SystemError) {
        let file = try create(path, mode: mode)
        try fill(file, bytes)
        let number = file.rawValue
        try systemCall("set mode of", path) { fchmod(number, mode) }
    }

    private static func randomName() -> String {
        String(UInt64.random(in: 0 ... .max), radix: 36)
    }
}
