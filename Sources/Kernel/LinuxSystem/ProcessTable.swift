/// The machine's processes, as `/proc` shows them.
public enum ProcessTable {
    /// How a process is.
    public struct Entry: Hashable, Sendable {
        /// Its number.
        public var id: Int32
        /// The process that started it, or took it over.
        public var parent: Int32
        /// `R`, `S`, …; `Z`: it ended, and nobody asked how.
        public var state: Character
        /// Clock ticks from the machine's boot to its start. With the number it says which process
        /// is meant even after the number was used again.
        public var start: UInt64
    }

    /// The numbers of all processes.
    public static func ids() throws(SystemError) -> [Int32] {
        try Files.list("/proc").compactMap { Int32($0) }
    }

    /// A process; nil when there is none with this number. Source: proc_pid_stat(5).
    public static func entry(_ id: Int32) -> Entry? {
        guard let text = try? Files.readText("/proc/\(id)/stat") else { return nil }
        // The program's name stands in brackets and may hold any character, brackets too.
        guard let close = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
            let start = UInt64(fields[19])
        else { return nil }
        return Entry(id: id, parent: parent, state: state, start: start)
    }

    /// The network namespace that a process is in; nil when it is none or ended.
    public static func networkNamespace(of id: Int32) -> UInt64? {
        // The link's text names the inode, and reading it opens nothing: `net:[4026531840]`.
        guard let link = try? Files.readLink("/proc/\(id)/ns/net"), link.hasPrefix("net:["),
            link.hasSuffix("]")
        else { return nil }
        return UInt64(link.dropFirst(5).dropLast())
    }
}
