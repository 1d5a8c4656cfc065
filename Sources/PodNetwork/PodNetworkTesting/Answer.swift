import CNIProtocol
import JSON

/// What a run of a program gave.
public struct Answer: Sendable {
    /// The exit status; -1 when there was none.
    public var status: Int32
    /// What came on standard output.
    public var output: [UInt8]
    /// What came on standard error.
    public var diagnostics: String
    /// Whether the fault that was asked for came before the program's end.
    public var isStruck = false

    /// An answer.
    public init(status: Int32 = 0, output: [UInt8] = [], diagnostics: String = "") {
        self.status = status
        self.output = output
        self.diagnostics = diagnostics
    }

    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// The output as JSON; null when it is none.
    public var json: JSON { (try? JSON(parsing: output)) ?? .null }

    /// The error that a plugin printed.
    public var error: CNIError? {
        guard let document = try? JSONDocument(parsing: output) else { return nil }
        return CNIError(document.root)
    }
}

/// A tool that failed.
public struct ToolFailure: Error, CustomStringConvertible {
    /// The tool and its arguments.
    public var command: [String]
    /// What it said.
    public var answer: Answer

    /// In one line.
    public var description: String {
        "\(command.joined(separator: " ")): status \(answer.status): \(answer.diagnostics)"
    }
}
