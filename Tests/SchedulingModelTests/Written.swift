import APIMachinery
import JSON
import SchedulingModel
import Testing
import YAML

/// Objects as they are written.
enum Written {
    static func root(_ yaml: String) throws -> JSONValue {
        let document = try #require(try YAML.documents(Array(yaml.utf8)).first)
        return try JSONDocument(parsing: JSON(document.root).serialized()).root
    }

    /// A pod with a spec in one line.
    static func pod(
        _ name: String, _ spec: String = "{}", labels: String = "{}", namespace: String = "default"
    ) throws -> PodInfo {
        PodInfo(
            try root(
                """
                metadata: {name: \(name), namespace: \(namespace), uid: \(name), labels: \(labels)}
                spec: \(spec)
                """))
    }

    /// A node with labels in one line.
    static func node(_ name: String, labels: String = "{}") throws -> NodeView {
        NodeView(
            try root(
                """
                metadata: {name: \(name), labels: \(labels)}
                status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
                """))
    }
}
