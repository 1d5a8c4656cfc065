import CLinux
import Glibc

/// Files and folders, without Foundation.
public enum Files {
    /// The bytes of a file.
    public static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(opening: path)
        let size = try status(of: file, subject: path).size
        var bytes: [UInt8] = []
        // One byte more, so that the end shows at once; files of /proc say 0 and hold more.
        var step = size > 0 ? size + 1 : 4096
        bytes.reserveCapacity(step)
        do throws(SystemError) {
            while try file.read(into: &bytes, limit: step) > 0 { step = max(4096, step / 4) }
        } catch {
            throw SystemError(operation: "read", subject: path, errno: error.errno)
        }
        return bytes
    }

    /// The text of a file; bytes that are no UTF-8 become U+FFFD.
    public static func readText(_ path: String) throws(SystemError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// What a symbolic link holds.
    public static func readLink(_ path: String) throws(SystemError) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = try systemCall("read link", path) {
            bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map {
                    readlink(path, $0.assumingMemoryBound(to: CChar.self), buffer.count)
                } ?? 0
            }
        }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// The names in a folder, sorted, without `.` and `..`.
    public static func list(_ directory: String) throws(SystemError) -> [String] {
        try names(in: directory).sorted()
    }

    /// The names in a folder in no order, without `.` and `..`; sorting a large folder takes longer
    /// than reading it.
    public static func names(in directory: String) throws(SystemError) -> [String] {
        guard let stream = opendir(directory) else {
            throw SystemError(operation: "list", subject: directory, errno: .current)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            Glibc.errno = 0
            guard let entry = readdir(stream) else {
                if Glibc.errno == 0 { break }
                throw SystemError(operation: "list", subject: directory, errno: .current)
            }
            // Not through a copy of `d_name`: a short entry may end where the memory ends.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { continue }
            let name = UnsafeRawPointer(entry).advanced(by: offset)
                .assumingMemoryBound(to: CChar.self)
            let text = String(cString: name)
            if text != ".", text != ".." { names.append(text) }
        }
        return names
    }

    /// Whether something is there; a symbolic link counts by what it points to.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Removes a file or a symbolic link.
    public static func remove(_ path: String) throws(SystemError) {
        try systemCall("remove", path) { unlink(path) }
    }

    /// Removes an empty folder.
    public static func removeDirectory(_ path: String) throws(SystemError) {
        try systemCall("remove", path) { rmdir(path) }
    }

    /// Gives a file or folder another name; what has that name is replaced.
    public static func rename(_ from: String, to target: String) throws(SystemError) {
        try systemCall("rename", "\(from) to \(target)") { Glibc.rename(from, target) }
    }

    /// Gives a file or folder another name; EEXIST when there is one. C: RENAME_NOREPLACE
    public static func renameExclusively(
        _ from: String, to target: String
    ) throws(SystemError) {
        try systemCall("rename", "\(from) to \(target)") {
            clinux_rename_exclusively(from, target)
        }
    }

    /// The path without symbolic links, from the root. C: realpath
    public static func realPath(_ path: String) throws(SystemError) -> String {
        guard let text = realpath(path, nil) else {
            throw SystemError(operation: "resolve", subject: path, errno: .current)
        }
        defer { free(text) }
        return String(cString: text)
    }

    /// Makes a symbolic link.
    public static func createLink(_ path: String, to target: String) throws(SystemError) {
        try systemCall("link", path) { symlink(target, path) }
    }

    /// Gives an existing file a second name; EEXIST when that is taken.
    public static func createHardLink(_ path: String, to target: String) throws(SystemError) {
        try systemCall("link", path) { link(target, path) }
    }

    /// The folder part of a path; `.` when there is none.
    public static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of a path.
    public static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}
