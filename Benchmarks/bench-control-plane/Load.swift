import LinuxSystem
import Synchronization

/// Clients that each send one request after the other.
struct Load {
    var port: UInt16
    var clients: Int
    var seconds = 3.0

    struct Outcome {
        var rate: Double
        /// In milliseconds.
        var p50: Double
        var p99: Double
        var errors: Int
        var firstError = ""
    }

    /// Runs them, each on a thread and a connection of its own.
    ///
    /// - Parameter limit: how many requests a client sends at most.
    func run(
        limit: Int = .max, _ request: @escaping @Sendable (_ client: Int, _ number: Int) -> [UInt8]
    ) throws -> Outcome {
        let times = Mutex<[UInt64]>([])
        let errors = Mutex<[String]>([])
        let begin = MonotonicClock.nanoseconds
        let end = begin + UInt64(seconds * 1e9)
        let port = port
        let threads = try (0..<clients).map { client in
            try SystemThread.spawn(name: "client") {
                var own: [UInt64] = []
                do {
                    let connection = try WireClient(port: port)
                    while own.count < limit, MonotonicClock.nanoseconds < end {
                        let bytes = request(client, own.count)
                        let before = MonotonicClock.nanoseconds
                        try connection.send(bytes)
                        own.append(MonotonicClock.nanoseconds - before)
                    }
                } catch {
                    errors.withLock { $0.append("\(error)") }
                }
                times.withLock { $0 += own }
            }
        }
        for thread in threads { thread.join() }
        let elapsed = Double(MonotonicClock.nanoseconds - begin) / 1e9
        let sorted = times.withLock { $0.sorted() }
        let failed = errors.withLock { $0 }
        return Outcome(
            rate: Double(sorted.count) / elapsed, p50: sorted.part(0.5), p99: sorted.part(0.99),
            errors: failed.count, firstError: failed.first ?? "")
    }
}

extension [UInt64] {
    /// The value at a part of sorted times, in milliseconds.
    func part(_ part: Double) -> Double {
        isEmpty ? 0 : Double(self[Swift.min(count - 1, Int(Double(count) * part))]) / 1e6
    }
}

/// Text of a fixed width, right-aligned.
func cell(_ text: String, _ width: Int = 10) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

/// Digits behind the point.
func decimal(_ value: Double, _ digits: Int = 1) -> String {
    var unit = 1.0
    for _ in 0..<digits { unit *= 10 }
    let scaled = Int((value * unit).rounded())
    let whole = scaled / Int(unit)
    let rest = String(scaled % Int(unit))
    if digits == 0 { return String(whole) }
    return "\(whole)." + String(repeating: "0", count: digits - rest.count) + rest
}
