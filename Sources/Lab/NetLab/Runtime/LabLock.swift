import LinuxSystem

/// Keeps two commands from changing one lab at once.
///
/// The lock lies in the lab's folder, so that it goes with it. Who waited for a lock whose file was
/// removed meanwhile holds nothing, and looks again.
struct LabLock {
    private let lock: FileLock

    /// For `up`: the lab must not exist.
    init(creating paths: LabPaths, lab: LabName) throws {
        if Files.exists(paths.state) {
            throw LabError("lab \(lab) is there already; take it down with: netlab down \(lab)")
        }
        try during("make \(paths.folder)") { try Files.createDirectories(paths.folder) }
        lock = try Self.take(paths, lab)
        guard !Files.exists(paths.state) else {
            lock.unlock()
            throw LabError("lab \(lab) is there already; take it down with: netlab down \(lab)")
        }
    }

    /// For `down`: nil when there is no such folder.
    init?(existing paths: LabPaths, lab: LabName) throws {
        guard Files.exists(paths.folder) else { return nil }
        lock = try Self.take(paths, lab)
    }

    private static func take(_ paths: LabPaths, _ lab: LabName) throws -> FileLock {
        try during("another netlab is at work on lab \(lab)") {
            let lock = try FileLock(path: paths.lock)
            try lock.lock(.exclusive, wait: .seconds(20))
            return lock
        }
    }

    func release() { lock.unlock() }
}
