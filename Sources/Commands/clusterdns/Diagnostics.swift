import Foundation

/// Lines for people, on stderr.
enum Diagnostics {
    static func print(_ line: String) {
        FileHandle.standardError.write(Data("clusterdns: \(line)\n".utf8))
    }
}

/// The time that zones count their versions from.
enum ServeClock {
    /// Seconds since 1970: a server that starts anew goes on from a higher number.
    static var serial: UInt32 { UInt32(clamping: Int(Date().timeIntervalSince1970)) }
}
