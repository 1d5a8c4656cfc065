import Foundation
import LinuxSystem

/// A line of what was measured.
enum Report {
    static func line(
        _ name: String, _ workload: Workload, _ nodes: Int, placed: Int, of pods: Int,
        in time: Duration, goal: Int?
    ) {
        let seconds = Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
        let rate = Int(Double(placed) / seconds)
        var line = "\(name): \(workload.title): \(nodes) nodes: \(rate) pods/s"
        if let goal { line += " (goal \(goal))" }
        line += ", \(placed) of \(pods) placed, \(residentMegabytes) MB"
        // At once, also into a pipe.
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// The process's memory now.
    static var residentMegabytes: Int {
        let text = (try? Files.readText("/proc/self/statm")) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (pages * 4096) >> 20
    }
}
