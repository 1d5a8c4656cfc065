import CLinux
import Glibc

/// A lock between processes, on a file; it ends with this value, and with the process.
public final class FileLock: Sendable {
    /// Who else may hold it at the same time.
    public enum Kind: Sendable {
        /// Nobody. C: LOCK_EX
        case exclusive
        /// Others that share. C: LOCK_SH
        case shared
    }

    private let file: Descriptor
    private let path: String

    /// Opens the file of the lock, which is created when it is missing.
    public init(path: String, mode: UInt32 = 0o600) throws(SystemError) {
        file = try Descriptor(opening: path, [.readWrite, .create], mode: mode)
        self.path = path
    }

    /// Waits for the lock.
    ///
    /// - Parameter wait: the longest wait, zero for none; nil waits for ever. Throws EAGAIN when
    ///   the time is over.
    public func lock(_ kind: Kind = .exclusive, wait: Duration? = nil) throws(SystemError) {
        let operation = kind == .exclusive ? LOCK_EX : LOCK_SH
        guard let wait else {
            try systemCall("lock", path) { clinux_lock(file.rawValue, operation) }
            return
        }
        // flock knows no time limit, and an alarm would be the whole process's.
        let deadline = Deadline(after: wait)
        var pause: UInt64 = 200_000
        while true {
            do throws(SystemError) {
                try systemCall("lock", path) { clinux_lock(file.rawValue, operation | LOCK_NB) }
                return
            } catch {
                guard error.errno == .eagain, !deadline.isOver else { throw error }
            }
            MonotonicClock.sleep(.nanoseconds(Int64(pause)))
            pause = min(pause * 2, 10_000_000)
        }
    }

    /// Lets others have it.
    public func unlock() {
        _ = clinux_lock(file.rawValue, LOCK_UN)
    }

    /// Does something under the lock.
    public func withLock<Result>(
        _ kind: Kind = .exclusive, wait: Duration? = nil, _ body: () throws -> Result
    ) throws -> Result {
        try lock(kind, wait: wait)
        defer { unlock() }
        return try body()
    }
}
