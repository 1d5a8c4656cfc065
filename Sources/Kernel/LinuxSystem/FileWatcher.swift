import CLinux
import Glibc

/// Tells of changes in folders. C: inotify
///
/// A file is followed by watching its folder: writers replace files by renaming over them, which
/// a watch on the file itself would not survive.
public final class FileWatcher: Sendable {
    /// Something that happened. It only says *look again*.
    public struct Event: Hashable, Sendable {
        /// What `watch` returned for the folder; -1 for an overflow.
        public var watch: Int32
        /// The name in the folder; empty when it is about the folder itself.
        public var name: String
        /// What happened.
        public var changes: Changes
    }

    /// What happened to a name or to a folder; unknown bits are kept.
    public struct Changes: OptionSet, Hashable, Sendable {
        /// The bits as inotify tells them.
        public let rawValue: UInt32

        /// The changes of these bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// A file that was open for writing was closed. C: IN_CLOSE_WRITE
        public static let written = Changes(rawValue: 0x8)
        /// Something was renamed away. C: IN_MOVED_FROM
        public static let movedAway = Changes(rawValue: 0x40)
        /// Something was renamed to here. C: IN_MOVED_TO
        public static let movedHere = Changes(rawValue: 0x80)
        /// Something was created. C: IN_CREATE
        public static let created = Changes(rawValue: 0x100)
        /// Something was removed. C: IN_DELETE
        public static let removed = Changes(rawValue: 0x200)
        /// The folder itself was removed. C: IN_DELETE_SELF
        public static let folderRemoved = Changes(rawValue: 0x400)
        /// The folder itself was renamed. C: IN_MOVE_SELF
        public static let folderMoved = Changes(rawValue: 0x800)
        /// Permissions or times changed. C: IN_ATTRIB
        public static let attributes = Changes(rawValue: 0x4)
        /// Content changed. C: IN_MODIFY
        public static let modified = Changes(rawValue: 0x2)
        /// Events were lost: look at everything again. C: IN_Q_OVERFLOW
        public static let overflow = Changes(rawValue: 0x4000)
        /// The watch ended. C: IN_IGNORED
        public static let ended = Changes(rawValue: 0x8000)
        /// It is about a folder. C: IN_ISDIR
        public static let isFolder = Changes(rawValue: 0x4000_0000)

        /// What following a folder of files takes.
        public static let usual: Changes = [
            .written, .movedAway, .movedHere, .created, .removed, .folderRemoved, .folderMoved,
        ]
    }

    private let source: Descriptor

    /// A watcher of nothing.
    public init() throws(SystemError) {
        source = Descriptor(owning: try systemCall("create inotify") { clinux_inotify() })
    }

    /// For a poller; it stays owned by this object.
    public var descriptor: Int32 { source.rawValue }

    /// Watches a folder, or a single file; returns the number that its events carry.
    @discardableResult
    public func watch(
        _ path: String, for changes: Changes = .usual
    ) throws(SystemError) -> Int32 {
        try systemCall("watch", path) {
            clinux_inotify_add(source.rawValue, path, changes.rawValue)
        }
    }

    /// Ends a watch; nothing happens when it ended by itself.
    public func unwatch(_ watch: Int32) { _ = clinux_inotify_remove(source.rawValue, watch) }

    /// Waits for events and returns those that are there.
    ///
    /// - Parameter timeout: the longest wait, zero for none; nil waits for ever.
    /// - Returns: empty when the time is over.
    public func events(timeout: Duration? = nil) throws(SystemError) -> [Event] {
        guard try Poll.wait(source.rawValue, .readable, timeout: timeout) else { return [] }
        var bytes: [UInt8] = []
        do throws(SystemError) {
            _ = try Descriptor.read(source.rawValue, into: &bytes, limit: 64 << 10)
        } catch  where error.errno == .eagain {
            return []
        }
        return Self.decode(bytes)
    }

    /// C: struct inotify_event
    private static func decode(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 16 <= buffer.count {
                let watch = buffer.loadUnaligned(fromByteOffset: offset, as: Int32.self)
                let mask = buffer.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                let length = buffer.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self)
                let end = min(offset + 16 + Int(length), buffer.count)
                let name = buffer[(offset + 16)..<end].prefix { $0 != 0 }
                events.append(
                    Event(
                        watch: watch, name: String(decoding: name, as: UTF8.self),
                        changes: Changes(rawValue: mask)))
                offset = end
            }
        }
        return events
    }
}
