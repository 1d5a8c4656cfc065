import CNIProtocol
import LinuxSystem

/// The settings that the node's administrator lets networks change: expressions, one a line, of
/// which one must match the key as it is written.
struct TuningAllowlist {
    /// Where it lies; without the file everything below `net` is allowed.
    static let path = "/etc/cni/tuning/allowlist.conf"

    let lines: [String]

    /// The list that a text holds.
    init(parsing text: String) {
        lines = text.split(separator: "\n").map { line in
            String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }.filter { !$0.isEmpty }
    }

    /// The node's list; nil when it has none.
    /// - Throws: code 5 when it cannot be read.
    static func ofNode() throws(CNIError) -> TuningAllowlist? {
        try CNIError.wrapping("read the settings that are allowed") {
            do {
                return TuningAllowlist(parsing: try Files.readText(path))
            } catch let error as SystemError where error.errno == .enoent {
                return nil
            }
        }
    }

    /// Refuses settings that no line matches.
    /// - Throws: code 7, naming the key, or the line that is no expression.
    func require(_ settings: [SystemSetting]) throws(CNIError) {
        guard !settings.isEmpty else { return }
        var patterns: [TextPattern] = []
        for line in lines {
            guard let pattern = TextPattern(line) else {
                throw CNIError(
                    .invalidConfiguration, "\(Self.path): \"\(line)\" is no expression")
            }
            patterns.append(pattern)
        }
        for setting in settings where !patterns.contains(where: { $0.matches(setting.name) }) {
            throw CNIError(
                .invalidConfiguration, "sysctl: \(setting.name) is not allowed on this node",
                details: "\(Self.path) allows \(lines.joined(separator: ", "))")
        }
    }
}
