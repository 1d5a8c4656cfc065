import LinuxSystem
import Synchronization

/// How long the steps of a command take, told on standard error while it runs.
///
/// By hand with `--trace`; in a traced call of a runtime by `TRACEPARENT`, a line of `logfmt` each
/// with the trace's id. It is off otherwise, and then costs a comparison a step.
package enum StepTrace {
    /// How steps are told.
    package enum Form: Hashable, Sendable {
        /// For people: a line with columns.
        case plain
        /// For programs: `logfmt` with the ids of the trace and the span above.
        case trace(id: String, parent: String)

        /// The form that a `TRACEPARENT` asks for; nil when it is malformed, or says that nobody
        /// records the trace. Source: W3C Trace Context, §3.2.
        package init?(traceParent text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            let lengths = [2, 32, 16, 2]
            guard parts.count >= 4, parts[0] != "ff",
                zip(parts, lengths).allSatisfy({ $0.utf8.count == $1 && Self.isHex($0) }),
                parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" }),
                let flags = UInt8(parts[3], radix: 16), flags & 1 == 1
            else { return nil }
            self = .trace(id: String(parts[1]), parent: String(parts[2]))
        }

        private static func isHex(_ text: Substring) -> Bool {
            text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
        }

        /// One step's line.
        package func line(_ step: String, start: UInt64, nanoseconds: UInt64) -> String {
            switch self {
            case .plain:
                "\(Self.milliseconds(start)) ms  +\(Self.milliseconds(nanoseconds)) ms  \(step)\n"
            case .trace(let id, let parent):
                "trace_id=\(id) parent_id=\(parent) step=\"\(step)\" start_us=\(start / 1000) "
                    + "duration_us=\(nanoseconds / 1000)\n"
            }
        }

        /// With three digits behind the point.
        private static func milliseconds(_ nanoseconds: UInt64) -> String {
            let micros = nanoseconds / 1000
            let rest = String(micros % 1000)
            let whole = String(micros / 1000)
            return String(repeating: " ", count: max(0, 4 - whole.count)) + whole + "."
                + String(repeating: "0", count: 3 - rest.count) + rest
        }
    }

    private struct State {
        var form: Form
        var start: UInt64
    }

    private static let state = Mutex<State?>(nil)
    private static let isOn = Atomic<Bool>(false)

    /// Switches it on for the rest of the process.
    static func begin(_ form: Form) {
        state.withLock { $0 = State(form: form, start: MonotonicClock.nanoseconds) }
        isOn.store(true, ordering: .relaxed)
    }

    /// Does a step.
    @discardableResult
    static func step<T, Failure: Error>(
        _ name: String, _ body: () throws(Failure) -> T
    ) throws(Failure) -> T {
        guard isOn.load(ordering: .relaxed) else { return try body() }
        let start = MonotonicClock.nanoseconds
        defer { tell(name, from: start) }
        return try body()
    }

    private static func tell(_ name: String, from start: UInt64) {
        let end = MonotonicClock.nanoseconds
        let line = state.withLock { state in
            state.map { $0.form.line(name, start: start - $0.start, nanoseconds: end - start) }
        }
        if let line { try? StandardStream.error.write(line) }
    }
}
