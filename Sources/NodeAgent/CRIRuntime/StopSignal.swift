/// The interface's enumeration of signals: 0 leaves the image's, the others follow by name.
package enum StopSignal {
    private static let names = [
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
        "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
        "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
        "RTMIN",
    ]

    /// The number of `TERM` or `SIGTERM`, `RTMIN+3`, `RTMAX-1`; 0 for anything else.
    package static func number(named name: String) -> Int32 {
        let name = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
        if let index = names.firstIndex(of: name) { return Int32(index) + 1 }
        if name == "RTMAX" { return 65 }
        if let offset = offset(of: name, after: "RTMIN+"), (1...15).contains(offset) {
            return 35 + offset
        }
        if let offset = offset(of: name, after: "RTMAX-"), (1...14).contains(offset) {
            return 65 - offset
        }
        return 0
    }

    private static func offset(of name: String, after prefix: String) -> Int32? {
        name.hasPrefix(prefix) ? Int32(name.dropFirst(prefix.count)) : nil
    }
}
