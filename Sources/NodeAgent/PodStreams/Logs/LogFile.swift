import LinuxSystem

/// A container's log where it lies.
struct LogFile: ~Copyable {
    private static let portion = 64 << 10

    private let file: Descriptor
    private let inode: UInt64
    private let path: String
    private var offset = 0

    init(_ path: String) throws(SystemError) {
        let status = try Files.status(path)
        let file = try Descriptor(opening: path)
        self.path = path
        inode = status.inode
        self.file = file
    }

    /// Goes to where that many lines are left.
    mutating func skip(toLast count: Int) throws(SystemError) {
        let end = try Files.status(path).size
        var found = 0
        var position = end
        while position > 0 {
            let start = max(0, position - Self.portion)
            var block: [UInt8] = []
            _ = try file.read(into: &block, limit: position - start, at: start)
            for index in block.indices.reversed() where block[index] == 0x0A {
                // The last line's own end is none before it.
                if start + index == end - 1, count > 0 { continue }
                found += 1
                guard found < max(count, 1) else {
                    offset = start + index + 1
                    return
                }
            }
            position = start
        }
        offset = count == 0 ? end : 0
    }

    /// What comes next; empty at the end.
    mutating func read() throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        offset += try file.read(into: &bytes, limit: Self.portion, at: offset)
        return bytes
    }

    /// Whether another file lies at the path: the log was rotated.
    func isReplaced() -> Bool {
        guard let status = try? Files.status(path) else { return false }
        return status.inode != inode
    }
}
