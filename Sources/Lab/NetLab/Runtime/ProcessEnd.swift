import LinuxSystem

/// Ending processes that this or another netlab started.
enum ProcessEnd {
    /// Asks processes to end, and after the grace ends those that didn't.
    static func end(_ processes: [LabState.Process], grace: Duration) {
        for process in processes { process.signal(.terminate) }
        if !wait(for: processes, within: grace) {
            for process in processes { process.signal(.kill) }
            _ = wait(for: processes, within: .seconds(5))
        }
    }

    private static func wait(for processes: [LabState.Process], within limit: Duration) -> Bool {
        let deadline = Deadline(after: limit)
        while processes.contains(where: \.isRunning) {
            if deadline.isOver { return false }
            MonotonicClock.sleep(.milliseconds(1))
        }
        return true
    }
}

extension LabState.Process {
    /// Whether this very process is there; one that ended and waits to be asked how is not.
    var isRunning: Bool {
        guard let entry = ProcessTable.entry(Int32(pid)), entry.start == start else { return false }
        guard entry.state != "Z", entry.state != "X" else {
            // Asking makes it go, when it is a child of ours.
            _ = try? ChildProcess(pid: Int32(pid)).wait(timeout: .zero)
            return false
        }
        return true
    }

    /// Sends it a signal, unless its number is somebody else's by now.
    func signal(_ signal: Signal) {
        // That it has just ended is what was wanted.
        if isRunning { try? ChildProcess(pid: Int32(pid)).signal(signal) }
    }
}
