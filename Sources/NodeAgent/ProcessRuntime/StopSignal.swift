import LinuxSystem

/// A container's stop signal, as images and pods name it: `TERM`, `SIGTERM`, `15`, `RTMIN+3`.
package struct StopSignal: Sendable, Hashable {
    private static let numbers: [Substring: Int32] = [
        "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "BUS": 7, "FPE": 8,
        "KILL": 9, "USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15,
        "STKFLT": 16, "CHLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21, "TTOU": 22,
        "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28, "IO": 29,
        "PWR": 30, "SYS": 31, "RTMIN": 34, "RTMAX": 64,
    ]

    package var signal: Signal

    /// What is no signal's name is SIGTERM.
    package init(_ text: String) {
        var name = text.uppercased()[...]
        if name.hasPrefix("SIG") { name = name.dropFirst(3) }
        let parts = name.split(separator: "+", maxSplits: 1)
        let base = parts.first.flatMap { Self.numbers[$0] ?? Int32($0) }
        let offset = parts.count == 2 ? Int32(parts[1]) ?? 0 : 0
        let number = Int64(base ?? 15) + Int64(offset)
        signal = 1...64 ~= number ? Signal(rawValue: Int32(number)) : .terminate
    }
}
