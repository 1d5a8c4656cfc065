/// A command line that may be kube-proxy's, as this program's parser takes it.
///
/// kube-proxy's flags come from another parser: `--cleanup=true`, `--cluster_cidr`, `-v=4`. And
/// some have no meaning here: they are taken out, and told.
public struct CommandWords: Sendable {
    /// The words for this program's parser.
    public private(set) var words: [String] = []
    /// A sentence for each reason why flags have no effect.
    public private(set) var announcements: [String] = []

    /// From the words behind the program's name.
    public init(_ given: [String]) {
        var rest = given[...]
        var ignored: [KubeProxyField.Reason: [String]] = [:]
        while let word = rest.popFirst() {
            if word == "--" {
                words += [word] + rest
                break
            }
            if let level = CommandWords.verbosity(word, &rest) {
                words.append("--v=\(level)")
                continue
            }
            guard let (name, value) = CommandWords.flag(word),
                let flag = KubeProxyFlag.known[name]
            else {
                words.append(word)
                continue
            }
            switch (flag.meaning, flag.isSwitch) {
            case (.ignored(let reason), let isSwitch):
                if !isSwitch, value == nil { rest = rest.dropFirst() }
                ignored[reason, default: []].append("--\(name)")
            case (_, true):
                switch value.map(CommandWords.truth) {
                case nil, true?: words.append("--\(name)")
                case false?: break
                // For the parser to refuse.
                case .some(nil): words.append(word)
                }
            case (_, false): words.append(value.map { "--\(name)=\($0)" } ?? "--\(name)")
            }
        }
        for reason in KubeProxyField.Reason.allCases {
            guard let names = ignored[reason] else { continue }
            announcements.append(
                "without effect, \(reason.rawValue): \(names.joined(separator: ", "))")
        }
    }

    /// `-v=4`, `-v4` and `-v 4`; a lone `-v` is this program's own.
    private static func verbosity(_ word: String, _ rest: inout ArraySlice<String>) -> Int? {
        guard word.hasPrefix("-v") else { return nil }
        let tail = word.dropFirst(2)
        if tail.isEmpty, let next = rest.first, let level = Int(next) {
            rest = rest.dropFirst()
            return level
        }
        return Int(tail.hasPrefix("=") ? tail.dropFirst() : tail)
    }

    private static func flag(_ word: String) -> (name: String, value: String?)? {
        guard word.hasPrefix("--") else { return nil }
        let parts = word.dropFirst(2).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { return nil }
        let name = String(first.map { $0 == "_" ? "-" : $0 })
        return (name, parts.count > 1 ? String(parts[1]) : nil)
    }

    private static func truth(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }
}
