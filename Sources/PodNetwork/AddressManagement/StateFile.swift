import LinuxSystem

/// Small files that appear whole or not at all, also to who comes after a process that was killed
/// or a disk that was full. Nothing waits for the disk: a loss of power ends what they are about.
enum StateFile {
    /// The most that is read of any file of state; ours are far shorter.
    static let limit = 4096

    /// Writes a file, in place of what was there.
    ///
    /// - Parameter draft: where it is written first; the caller has the lock, so one name does.
    static func write(
        _ path: String, _ bytes: [UInt8], draft: String
    ) throws(SystemError) {
        do throws(SystemError) {
            let file = try open(draft)
            try file.write(bytes)
            try Files.rename(draft, to: path)
        } catch {
            try? Files.remove(draft)
            throw SystemError(operation: "write", subject: path, errno: error.errno)
        }
    }

    /// Opens a draft, anew where somebody has put a link in its place.
    private static func open(_ draft: String) throws(SystemError) -> Descriptor {
        let flags: OpenFlags = [.writeOnly, .create, .truncate, .noFollow]
        do throws(SystemError) {
            return try Descriptor(opening: draft, flags, mode: 0o644)
        } catch {
            guard error.errno == .eloop else { throw error }
            try Files.remove(draft)
            return try Descriptor(opening: draft, flags, mode: 0o644)
        }
    }

    /// Removes a file, which may be gone.
    static func remove(_ path: String) throws(SystemError) {
        do throws(SystemError) {
            try Files.remove(path)
        } catch  where error.errno == .enoent {
            // It is as it should be.
        }
    }
}
