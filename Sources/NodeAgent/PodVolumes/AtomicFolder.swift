import LinuxSystem

/// A folder of files that change together: readers see all old ones or all new ones.
///
/// Names are links through `..data`, itself a link to the folder of the present content; exchanging
/// that link is the change. Programs in containers know this layout.
struct AtomicFolder {
    /// One file in it.
    struct File: Hashable, Sendable {
        /// Relative; may have folders in it.
        var path: String
        var bytes: [UInt8]
        var mode: UInt32
    }

    let path: String

    /// Makes the folder hold these files and no others.
    /// - Parameters:
    ///   - stamp: names the new content; must differ from earlier ones.
    ///   - group: who else may read them.
    func write(_ files: [File], stamp: String, group: UInt32?) throws(SystemError) {
        try Files.createDirectories(path)
        let data = "\(path)/..data"
        let old = try? Files.readLink(data)
        if let old, isSame(files, in: "\(path)/\(old)") { return try linkNames(files) }
        let folder = "..\(stamp)"
        for file in files {
            let target = "\(path)/\(folder)/\(file.path)"
            try Files.createDirectories(Files.directory(of: target))
            try Files.write(target, file.bytes, mode: file.mode)
            let mode = group == nil ? file.mode : file.mode | 0o040
            try Files.setMode(target, mode)
            if let group { try Files.setOwner(target, group: group) }
        }
        try Files.createDirectories("\(path)/\(folder)")
        let next = "\(path)/..data_tmp"
        try? Files.remove(next)
        try Files.createLink(next, to: folder)
        try Files.rename(next, to: data)
        try linkNames(files)
        if let old, old != folder { try Files.removeTree("\(path)/\(old)") }
    }

    private func isSame(_ files: [File], in folder: String) -> Bool {
        guard Set(files.map(\.path)) == Set(paths(in: folder, "")) else { return false }
        return files.allSatisfy { file in
            (try? Files.read("\(folder)/\(file.path)")) == file.bytes
        }
    }

    private func paths(in folder: String, _ prefix: String) -> [String] {
        guard let names = try? Files.list(folder) else { return [] }
        return names.flatMap { name in
            let isFolder = (try? Files.linkStatus("\(folder)/\(name)"))?.isDirectory ?? false
            return isFolder ? paths(in: "\(folder)/\(name)", "\(prefix)\(name)/") : [prefix + name]
        }
    }

    private func linkNames(_ files: [File]) throws(SystemError) {
        let names = Set(files.map { String($0.path.prefix { $0 != "/" }) })
        for name in names where (try? Files.readLink("\(path)/\(name)")) == nil {
            try Files.createLink("\(path)/\(name)", to: "..data/\(name)")
        }
        for name in try Files.list(path) where !name.hasPrefix("..") && !names.contains(name) {
            try Files.remove("\(path)/\(name)")
        }
    }
}
