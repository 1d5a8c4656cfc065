/// What became of one request: a line that `netlab request` prints and a scenario reads.
public struct RequestAnswer: Hashable, Sendable {
    /// Who answered, by the responder's words.
    package struct Backend: Hashable, Comparable, Sendable {
        package var pod: String
        package var node: String

        package static func < (a: Backend, b: Backend) -> Bool { (a.pod, a.node) < (b.pod, b.node) }
    }

    package enum Outcome: Hashable, Sendable {
        case answered(Backend)
        case failed(String)
    }

    /// Nanoseconds of the monotonic clock, which all processes of a machine share.
    package var begin: UInt64
    package var end: UInt64
    package var outcome: Outcome

    package var backend: Backend? {
        if case .answered(let backend) = outcome { backend } else { nil }
    }

    /// `12345 12399 ok web-1 node-1` or `12345 12399 failed connect …`
    package var line: String {
        switch outcome {
        case .answered(let backend): "\(begin) \(end) ok \(backend.pod) \(backend.node)"
        case .failed(let reason): "\(begin) \(end) failed \(reason)"
        }
    }

    package init(begin: UInt64, end: UInt64, outcome: Outcome) {
        self.begin = begin
        self.end = end
        self.outcome = outcome
    }

    package init?(line: Substring) {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, let begin = UInt64(words[0]), let end = UInt64(words[1]) else {
            return nil
        }
        self.init(begin: begin, end: end, outcome: .failed(words[3]))
        guard words[2] == "ok" else { return }
        let names = words[3].split(separator: " ")
        guard names.count == 2 else { return nil }
        outcome = .answered(Backend(pod: String(names[0]), node: String(names[1])))
    }

    package static func lines(_ text: String) -> [RequestAnswer] {
        text.split(separator: "\n").compactMap { RequestAnswer(line: $0) }
    }
}
