/// Cuts what a command writes into lines of a log in CRI's format:
/// `<time> stdout F <line>`, and `P` for a piece of a line that is too long for one.
package struct LogLines {
    /// The longest piece.
    static let limit = 16 << 10

    package let stream: String
    private var rest: [UInt8] = []

    package init(_ stream: String) { self.stream = stream }

    /// The log's bytes for whole lines; what has no end yet waits.
    package mutating func take(_ bytes: [UInt8], at stamp: String) -> [UInt8] {
        var log: [UInt8] = []
        rest += bytes
        var start = 0
        while start < rest.count {
            let window = rest[start..<min(rest.count, start + Self.limit)]
            if let end = window.firstIndex(of: 0x0A) {
                write(rest[start..<end], "F", stamp, &log)
                start = end + 1
            } else if window.count == Self.limit {
                write(window, "P", stamp, &log)
                start = window.endIndex
            } else {
                break
            }
        }
        rest.removeFirst(start)
        return log
    }

    /// The log's bytes for what waited, at the stream's end.
    package mutating func finish(at stamp: String) -> [UInt8] {
        guard !rest.isEmpty else { return [] }
        var log: [UInt8] = []
        write(rest[...], "F", stamp, &log)
        rest = []
        return log
    }

    private func write(
        _ line: ArraySlice<UInt8>, _ tag: String, _ stamp: String, _ log: inout [UInt8]
    ) {
        log += "\(stamp) \(stream) \(tag) ".utf8
        log += line
        log.append(0x0A)
    }
}
