import LinuxSystem

/// What programs print to files.
enum LogFile {
    /// The last line that is not empty; for an error that must stay one line.
    static func lastLine(_ path: String) -> String {
        let text = (try? Files.readText(path)) ?? ""
        let line = text.split(whereSeparator: \.isNewline).last { line in
            line.contains { !$0.isWhitespace }
        }
        return line.map(String.init) ?? "it printed nothing"
    }
}
