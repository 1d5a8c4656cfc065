import LinuxSystem

/// Small files whose loss in a power failure does no harm: written without waiting for the disk.
enum StateFile {
    /// Writes a file, over what was there.
    static func write(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        let file = try Descriptor(opening: path, [.writeOnly, .create, .truncate], mode: 0o644)
        do throws(SystemError) {
            try file.write(bytes)
        } catch {
            throw SystemError(operation: "write", subject: path, errno: error.errno)
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
