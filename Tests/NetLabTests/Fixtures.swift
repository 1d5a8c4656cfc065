import Foundation
import KubernetesAPI
import NetLab
import YAML

/// The project's own files and short texts, as topologies and manifests.
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

    static func manifests(_ text: String) throws -> [Manifest] {
        try YAML.documents(Array(text.utf8)).flatMap {
            try KubernetesObject.decode($0.root, source: SourceLocation(file: "web.yaml"))
        }.map { Manifest(object: $0, origin: "web.yaml") }
    }

    /// Three nodes, and the given objects on them.
    static func plan(_ text: String, name: String = "t") throws -> LabPlan {
        try LabPlan(
            topology(file("netlab/topologies/three-nodes.yaml")), manifests: manifests(text),
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

    static func pod(_ name: String, _ spec: String = "containers: [{name: c}]") -> String {
        """
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: \(name), labels: {app: web}}, \
        spec: {\(spec)}}

        """
    }

    static func service(_ name: String, _ spec: String) -> String {
        """
        ---
        {apiVersion: v1, kind: Service, metadata: {name: \(name)}, spec: {\(spec)}}

        """
    }
}
