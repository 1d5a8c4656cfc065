import Glibc

extension Files {
    /// Makes a folder and those above it that are missing.
    public static func createDirectories(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
        if mkdir(path, mode) == 0 { return }
        let code = Errno.current
        switch code {
        case .enoent where path.contains("/"):
            let above = directory(of: path)
            if above == path { break }
            try createDirectories(above, mode: mode)
            do throws(SystemError) {
                try systemCall("create directory", path) { mkdir(path, mode) }
            } catch  where error.errno == .eexist {
                // Somebody else was as quick.
            }
            return
        case .eexist:
            if (try? status(path))?.isDirectory == true { return }
        default: break
        }
        throw SystemError(operation: "create directory", subject: path, errno: code)
    }

    /// Makes a new folder for one user and returns its path: `/tmp/NAME.XXXXXX`.
    public static func createTemporaryDirectory(
        _ name: String, in directory: String = "/tmp"
    ) throws(SystemError) -> String {
        var path = Array("\(directory)/\(name).XXXXXX\0".utf8)
        let isMade = path.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { mkdtemp($0.assumingMemoryBound(to: CChar.self)) != nil }
        }
        guard isMade == true else {
            throw SystemError(
                operation: "create directory in", subject: directory, errno: .current)
        }
        return String(decoding: path.dropLast(), as: UTF8.self)
    }

    /// Removes a folder and everything below it; nothing happens when it is missing.
    ///
    /// Symbolic links are removed, never followed.
    public static func removeTree(_ path: String) throws(SystemError) {
        let status: FileStatus
        do throws(SystemError) {
            status = try linkStatus(path)
        } catch  where error.errno == .enoent {
            return
        }
        guard status.isDirectory else { return try remove(path) }
        for name in try list(path) { try removeTree("\(path)/\(name)") }
        try removeDirectory(path)
    }
}
