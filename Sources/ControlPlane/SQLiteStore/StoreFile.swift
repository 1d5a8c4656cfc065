import GRDB
import LinuxSystem
import ObjectStore

/// A store's file, opened and locked; nothing but this process writes it.
struct StoreFile: Sendable {
    let path: String
    let pool: DatabasePool
    private let lock: FileLock

    /// Opens a file, which is made when it is missing.
    ///
    /// A file that is there is never replaced, whatever is in it.
    init(path: String) throws {
        self.path = path
        do {
            if let folder = path.lastIndex(of: "/"), folder != path.startIndex {
                try Files.createDirectories(String(path[..<folder]), mode: 0o700)
            }
            lock = try Self.lock(path)
            if try Self.isMissing(path) { try Self.create(path) }
            pool = try Self.open(path)
        } catch {
            throw StoreFailure.error(error, path: path)
        }
    }

    /// Waits for what is under way, and lets others have the file.
    func close() throws {
        try pool.close()
        lock.unlock()
    }

    private static func lock(_ path: String) throws -> FileLock {
        let lock = try FileLock(path: path + ".lock")
        do {
            try lock.lock(wait: .zero)
        } catch {
            throw StoreError.unavailable("\(path) is in use by another process (\(error))")
        }
        return lock
    }

    private static func isMissing(_ path: String) throws -> Bool {
        if Files.exists(path) {
            guard try Files.status(path).size == 0 else { return false }
            throw StoreError.corrupt(
                "\(path) is empty, which no store is. Restore it from a backup, or remove it to "
                    + "begin with an empty store")
        }
        if Files.exists(path + "-wal"), try Files.status(path + "-wal").size > 0 {
            throw StoreError.corrupt(
                "\(path) is missing, but its write-ahead log \(path)-wal is there. Restore the "
                    + "file from a backup, or remove the log to begin with an empty store")
        }
        return true
    }

    /// Makes an empty store under another name first: a crash on the way leaves no half-made one.
    private static func create(_ path: String) throws {
        let new = path + ".new"
        for name in [new, new + "-journal"] where Files.exists(name) { try Files.remove(name) }
        // Secrets are in it. SQLite gives its log the same permissions.
        try Files.createExclusively(new, [], mode: 0o600)
        let queue = try DatabaseQueue(path: new)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: StoreSchema.creation)
        }
        try queue.close()
        try Files.rename(new, to: path)
        if let folder = path.lastIndex(of: "/") {
            try Files.synchronizeDirectory(String(path[...folder]))
        }
    }

    private static func open(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.busyMode = .timeout(2)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in try check(db, path: path) }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB sets NORMAL with the write-ahead log, which loses commits with the power.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        return pool
    }

    /// Refuses what is not a store's file, before anything in it is changed.
    private static func check(_ db: Database, path: String) throws {
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id")
        let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard application == StoreSchema.application else {
            throw StoreError.corrupt(
                "\(path) is another program's database, not a store of this one")
        }
        guard version == StoreSchema.version else {
            throw StoreError.unavailable(
                "\(path) has version \(version) of the store's tables; this program knows version "
                    + "\(StoreSchema.version)")
        }
    }
}
