import Foundation
import Testing

/// A kubectl of this machine.
struct Kubectl: CustomTestStringConvertible, Sendable {
    var path: String

    var testDescription: String { URL(filePath: path).lastPathComponent }

    /// The minor version by its name: 32 of `kubectl.1.32`; nil for the one of PATH.
    var minor: Int? { path.split(separator: ".").last.flatMap { Int($0) } }

    /// The one of PATH, and every version the machine has beside it.
    static let all: [Kubectl] = {
        let folder = "/usr/lib/google-cloud-sdk/bin"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let versions = names.filter { $0.hasPrefix("kubectl.1.") }.sorted()
        let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin"
        let usual = search.split(separator: ":").map { "\($0)/kubectl" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        return (usual.map { [$0] } ?? []).map { Kubectl(path: $0) }
            + versions.map { Kubectl(path: "\(folder)/\($0)") }
    }()
}

extension KubectlRig {
    /// Runs kubectl and compares what it prints, with what changes from run to run replaced:
    /// `<age>`, `<ip>`, `<uid>`, `<rv>`, `<time>`, and one blank for several.
    func expect(
        _ command: String, input: String = "", prints expected: String = "",
        fails message: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try run(Self.words(command), input: input)
        let title = "kubectl \(command)"
        #expect(
            Self.normal(outcome.output) == expected, "\(title)\n\(outcome.errors)",
            sourceLocation: sourceLocation)
        if let message {
            #expect(outcome.status == 1, "\(title)", sourceLocation: sourceLocation)
            let first = Self.normal(outcome.errors)
            #expect(first == message, "\(title)", sourceLocation: sourceLocation)
        } else {
            #expect(
                outcome.status == 0, "\(title)\n\(outcome.errors)", sourceLocation: sourceLocation)
        }
    }

    /// The words of a command; those between single quotes are one.
    static func words(_ command: String) -> [String] {
        var words: [String] = []
        for (index, part) in command.split(separator: "'", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index % 2 == 1 {
                words.append(String(part))
            } else {
                words += part.split(separator: " ").map(String.init)
            }
        }
        return words
    }

    static func normal(_ text: String) -> String {
        var text = text
        for (pattern, replacement) in [
            (#"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"#, "<uid>"),
            (#""?20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"?"#, "<time>"),
            (#"eyJ[\w-]+\.[\w-]+\.[\w-]+"#, "<token>"),
            (#"("?resourceVersion"?: )"?\d+"?"#, "$1<rv>"),
            (#"\b10\.96\.\d+\.\d+\b"#, "<ip>"),
            (#"(?m)(?<=[ \t])(\d+[smh]){1,2}(?=\s|$)"#, "<age>"),
            (#"[ \t]+"#, " "), (#"(?m) +$"#, ""),
        ] {
            text = text.replacingOccurrences(
                of: pattern, with: replacement, options: .regularExpression)
        }
        return text
    }
}
