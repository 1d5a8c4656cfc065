import APIMachinery

/// Makes of a log in CRI's format what `kubectl logs` shows. CRI's lines are
/// `<time> <stdout|stderr> <F|P> <text>`; P marks a piece whose line goes on.
struct LogText {
    private let request: LogRequest
    private var rest: [UInt8] = []
    private var room: Int
    /// Whether the last piece shown was one whose line goes on.
    private var isWithinLine = false

    init(_ request: LogRequest) {
        self.request = request
        room = request.limitBytes ?? .max
    }

    /// Whether as much has been shown as was asked for.
    var isFull: Bool { room == 0 }

    /// What to show of further bytes of the log; a line without its end waits.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        rest += bytes
        var shown: [UInt8] = []
        var start = 0
        while room > 0, let end = rest[start...].firstIndex(of: 0x0A) {
            let line = show(rest[start..<end])
            shown += line.prefix(room)
            room -= min(room, line.count)
            start = end + 1
        }
        rest.removeFirst(start)
        return shown
    }

    private mutating func show(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let parts = line.split(
            separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
        // What is not CRI's is not ours to hide.
        guard parts.count == 4 else { return line + [0x0A] }
        if let stream = request.stream, !parts[1].elementsEqual(stream.utf8) { return [] }
        if let since = request.since {
            let time = Timestamp(parsing: String(decoding: parts[0], as: UTF8.self))
            if let time, time < since { return [] }
        }
        var shown: [UInt8] = []
        if request.hasTimestamps, !isWithinLine { shown = parts[0] + [0x20] }
        shown += parts[3]
        isWithinLine = parts[2].first == UInt8(ascii: "P")
        if !isWithinLine { shown.append(0x0A) }
        return shown
    }
}
