import GRDB
import LinuxSystem
import ObjectStore

/// Says what went wrong with a store's file, in the store's own words.
enum StoreFailure {
    /// The error of a store for one of SQLite, of the system or of the store itself.
    static func error(_ error: any Error, path: String) -> any Error {
        switch error {
        case let error as DatabaseError: storeError(error, path: path)
        case let error as SystemError: StoreError.unavailable("\(path): \(error)")
        default: error
        }
    }

    private static func storeError(_ error: DatabaseError, path: String) -> StoreError {
        let message = error.message ?? "error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            return .corrupt(
                "\(path) is damaged: \(message). Restore it from a backup, or move it away to "
                    + "begin with an empty store")
        case .SQLITE_FULL:
            return .unavailable("\(path) can't grow: \(message)")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
            return .unavailable("\(path) can't be written: \(message)")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return .unavailable("\(path) is locked by another process: \(message)")
        default:
            return .unavailable(
                "\(path): \(message) (SQLite error \(error.extendedResultCode.rawValue))")
        }
    }
}
