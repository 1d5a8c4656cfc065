import Foundation
import LinuxSystem

/// What stops a measurement.
struct BenchError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Times in nanoseconds, from which figures are read.
struct Times {
    private(set) var all: [UInt64] = []

    mutating func add(_ nanoseconds: UInt64) { all.append(nanoseconds) }

    /// `p50 1.2  p99 3.4  worst 5.6 ms (200)`
    var text: String {
        let sorted = all.sorted()
        func at(_ part: Double) -> String {
            guard !sorted.isEmpty else { return "-" }
            let index = min(sorted.count - 1, Int(Double(sorted.count) * part))
            return String(format: "%.1f", Double(sorted[index]) / 1e6)
        }
        return "p50 \(at(0.5))  p99 \(at(0.99))  worst \(at(1)) ms (\(all.count))"
    }
}

/// The programs that are built beside this one.
enum Programs {
    static func path(_ name: String) throws -> String {
        let path = Files.directory(of: try CurrentProcess.executablePath()) + "/" + name
        guard Files.exists(path) else { throw BenchError("\(name) is not built: \(path)") }
        return path
    }

    /// Runs a program to its end and returns what it printed.
    @discardableResult
    static func run(_ name: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: try path(name))
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw BenchError("\(name) \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }
}
