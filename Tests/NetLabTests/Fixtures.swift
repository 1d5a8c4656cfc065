import Foundation
import NetLab

/// The project's own files and short texts, as topologies and scenarios.
enum Fixtures {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func file(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func topology(_ text: String) throws -> Topology {
        try Topology(LabFile(path: "lab.yaml", bytes: Array(text.utf8)))
    }

    static func scenario(_ text: String) throws -> Scenario {
        try Scenario(LabFile(path: "demo.yaml", bytes: Array(text.utf8)))
    }

    /// Three nodes.
    static func plan(_ name: String = "t") throws -> LabPlan {
        LabPlan(
            try topology(file("netlab/topologies/three-nodes.yaml")), manifests: [],
            name: LabName(name))
    }

    /// What the body's error prints; empty when it throws none.
    static func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }
}
